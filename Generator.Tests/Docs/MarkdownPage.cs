using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using System.Text.RegularExpressions;
using Octavo.Harness;

namespace Octavo.Generator.Tests.Docs;

/// <summary>A fenced block of code, with the line on which it starts and the language behind the fence.</summary>
internal sealed record CodeBlock(string Language, string Text, int Line);

/// <summary>A page of the documentation.</summary>
internal sealed partial class MarkdownPage
{
    private MarkdownPage(string path)
    {
        Path = path;
        Text = File.ReadAllText(path).ReplaceLineEndings("\n");
        CodeBlocks = [.. Fence().Matches(Text).Select(m => new CodeBlock(m.Groups["language"].Value, m.Groups["code"].Value, LineOf(m.Index)))];
        Prose = Fence().Replace(Text, "");
    }

    /// <summary>Every page of the repository.</summary>
    public static IReadOnlyList<MarkdownPage> All { get; } =
    [
        .. Directory.GetFiles(Repository.Root, "*.md", SearchOption.AllDirectories)
            .Where(path => !System.IO.Path.GetRelativePath(Repository.Root, path).Split(System.IO.Path.DirectorySeparatorChar).Any(part => part is "bin" or "obj" or "artifacts" or "node_modules"))
            .Order(StringComparer.Ordinal)
            .Select(path => new MarkdownPage(path)),
    ];

    public static MarkdownPage Readme { get; } = All.Single(page => page.Name == "README.md");

    public string Path { get; }

    /// <summary>Relative to the repository, with forward slashes.</summary>
    public string Name => System.IO.Path.GetRelativePath(Repository.Root, Path).Replace('\\', '/');

    public string Text { get; }

    /// <summary>The text without its fenced blocks.</summary>
    public string Prose { get; }

    public IReadOnlyList<CodeBlock> CodeBlocks { get; }

    /// <summary>The targets of the links that lead to files, with their anchors.</summary>
    public IEnumerable<string> RelativeLinks =>
        Link().Matches(InlineCode().Replace(Prose, "")).Select(m => m.Groups["target"].Value).Where(target => !target.Contains("://") && !target.StartsWith("mailto:", StringComparison.Ordinal));

    /// <summary>The anchors that GitHub gives the headings.</summary>
    public IEnumerable<string> Anchors =>
        Heading().Matches(Prose).Select(m => NotInAnchor().Replace(m.Groups["title"].Value.Trim().ToLowerInvariant(), "").Replace(' ', '-'));

    public override string ToString() => Name;

    private int LineOf(int index) => 1 + Text.AsSpan(0, index).Count('\n');

    [GeneratedRegex(@"^```(?<language>\w*)\n(?<code>.*?)^```$", RegexOptions.Multiline | RegexOptions.Singleline)]
    private static partial Regex Fence();

    [GeneratedRegex(@"`[^`\n]*`")]
    private static partial Regex InlineCode();

    [GeneratedRegex(@"\]\((?<target>[^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex(@"^#+ (?<title>.+)$", RegexOptions.Multiline)]
    private static partial Regex Heading();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchor();
}
