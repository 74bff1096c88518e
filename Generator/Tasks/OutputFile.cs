using System.Diagnostics.CodeAnalysis;
using System.IO;
using System.Text;

namespace Octavo.Generator.Tasks;

/// <summary>Reads and writes the build's own files in <c>obj/</c>; for the tasks only, never for the generator.</summary>
[SuppressMessage("MicrosoftCodeAnalysisCorrectness", "RS1035", Justification = "MSBuild tasks exist to write files; only MSBuild runs this code.")]
internal static class OutputFile
{
    private static readonly Encoding Utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);

    /// <summary>Returns null when there is no such file.</summary>
    public static string? ReadText(string path) => File.Exists(path) ? File.ReadAllText(path, Utf8) : null;

    /// <summary>Writes only what differs, since the time of the last change decides what is compiled again.</summary>
    public static void WriteText(string path, string text)
    {
        if (ReadText(path) == text)
            return;
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text, Utf8);
    }

    public static void Write(string path, byte[] bytes)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, bytes);
    }

    public static void Delete(string path) => File.Delete(path);
}
