using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Docs;

/// <summary>The commands that the documentation gives name projects and scripts that exist.</summary>
public sealed class CommandTests
{
    /// <summary>Blocks without a language hold commands, each on its own line, perhaps with a comment.</summary>
    public static TheoryData<string> Commands => [.. CommandLines];

    private static IEnumerable<string> CommandLines =>
        MarkdownPage.All
            .SelectMany(page => page.CodeBlocks.Where(block => block.Language.Length == 0))
            .SelectMany(block => block.Text.Split('\n'))
            .Select(line => line.Split('#')[0].Trim())
            .Where(line => line.StartsWith("dotnet ", StringComparison.Ordinal) || line.StartsWith(".ci/", StringComparison.Ordinal) || line.StartsWith("Benchmarks/", StringComparison.Ordinal))
            .Distinct();

    [Theory]
    [MemberData(nameof(Commands))]
    public void Projects_and_scripts_of_commands_exist(string command)
    {
        foreach (string path in PathsIn(command.Split(' ', StringSplitOptions.RemoveEmptyEntries)))
        {
            string full = Repository.PathOf(path);
            Assert.True(File.Exists(full) || (Directory.Exists(full) && Directory.GetFiles(full, "*.csproj").Length == 1), $"'{path}' is no project, solution or script.");
        }
    }

    [Fact]
    public void The_readme_gives_the_two_commands()
    {
        Assert.Contains("dotnet run -c Release --project Sample", CommandLines);
        Assert.Contains("\n" + TestCommand() + "\n", MarkdownPage.Readme.Text);
    }

    [Fact]
    public void Ci_runs_the_tests_as_the_readme_does() =>
        Assert.Contains("\n" + TestCommand() + " ", File.ReadAllText(Repository.PathOf(".ci", "run")));

    private static string TestCommand() =>
        Assert.Single(MarkdownPage.Readme.Text.Split('\n'), line => line.StartsWith("dotnet test ", StringComparison.Ordinal));

    private static IEnumerable<string> PathsIn(string[] words)
    {
        if (words[0] != "dotnet")
        {
            yield return words[0];
            yield break;
        }

        for (int i = words[1] == "tool" ? words.Length : 2; i < words.Length; i++)
        {
            if (words[i - 1] is "--project" || (i == 2 && !words[i].StartsWith('-')))
            {
                yield return words[i];
            }
        }
    }
}
