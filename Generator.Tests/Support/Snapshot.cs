using System;
using System.IO;
using System.Runtime.CompilerServices;
using System.Text.RegularExpressions;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Support;

/// <summary>
/// Compares a text with the file <c>Class.Method#Name.verified.cs</c> beside the test, and leaves <c>….received.cs</c> when they differ: the
/// conventions of Verify, whose tools for accepting a text work with these files.
/// </summary>
internal static partial class Snapshot
{
    public static void Verify(string text, string name, [CallerFilePath] string testFile = "", [CallerMemberName] string test = "")
    {
        // Continuous integration builds deterministically, which writes the repository's folder as /_/.
        testFile = testFile.StartsWith("/_/", StringComparison.Ordinal) ? Repository.PathOf(testFile[3..]) : testFile;
        string stem = Path.Combine(Path.GetDirectoryName(testFile)!, $"{Path.GetFileNameWithoutExtension(testFile)}.{test}#{name}");
        string verifiedPath = stem + ".verified.cs";
        string receivedPath = stem + ".received.cs";

        string received = Scrub(text);
        string verified = File.Exists(verifiedPath) ? File.ReadAllText(verifiedPath).ReplaceLineEndings("\n") : "";
        if (received == verified)
        {
            File.Delete(receivedPath);
            return;
        }

        File.WriteAllText(receivedPath, received);
        Assert.Fail($"{Path.GetFileName(receivedPath)} differs from {Path.GetFileName(verifiedPath)}; accept it by renaming.\n{FirstDifference(verified, received)}");
    }

    // What changes with every release or with every byte of the model says nothing about the code.
    private static string Scrub(string text)
    {
        text = Version().Replace(text.ReplaceLineEndings("\n"), "Octavo$1{version}");
        text = Sha256().Replace(text, "{hash}");
        return Sha256Bytes().Replace(text, "[{hash}]");
    }

    private static string FirstDifference(string verified, string received)
    {
        string[] expected = verified.Split('\n'), actual = received.Split('\n');
        int line = 0;
        while (line < Math.Min(expected.Length, actual.Length) && expected[line] == actual[line])
            line++;
        return $"line {line + 1}\nverified: {(line < expected.Length ? expected[line] : "(end)")}\nreceived: {(line < actual.Length ? actual[line] : "(end)")}";
    }

    [GeneratedRegex("Octavo( |\", \")[0-9]+\\.[0-9]+\\.[0-9]+")]
    private static partial Regex Version();

    [GeneratedRegex("\\b[0-9a-f]{64}\\b")]
    private static partial Regex Sha256();

    [GeneratedRegex("\\[([0-9]+, ){31}[0-9]+\\]")]
    private static partial Regex Sha256Bytes();
}
