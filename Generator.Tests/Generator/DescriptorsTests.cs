using System;
using System.IO;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Roslyn;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Generator;

public class DescriptorsTests
{
    public static TheoryData<ProblemKind> Kinds => [.. Enum.GetValues<ProblemKind>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_kind_of_problem_has_a_diagnostic_of_its_name(ProblemKind kind)
    {
        var descriptor = Descriptors.Of(new Problem(kind, ProblemSeverity.Error, ""));
        Assert.Equal($"OCT{(int)kind:000}", descriptor.Id);
        Assert.Same(descriptor, typeof(Descriptors).GetField(kind.ToString())!.GetValue(null));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_diagnostic_links_to_its_page(ProblemKind kind)
    {
        var descriptor = Descriptors.Of(new Problem(kind, ProblemSeverity.Error, ""));
        Assert.EndsWith($"/docs/diagnostics/{descriptor.Id}.md", descriptor.HelpLinkUri);

        string page = File.ReadAllText(Repository.PathOf("docs", "diagnostics", descriptor.Id + ".md"));
        Assert.StartsWith($"# {descriptor.Id}: {descriptor.Title}\n", page.ReplaceLineEndings("\n"));
        Assert.Contains($" {descriptor.Id}: ", page.Split("```")[1]);
        Assert.Contains("**What to do**", page);

        string index = File.ReadAllText(Repository.PathOf("docs", "diagnostics", "README.md"));
        Assert.Contains($"| [{descriptor.Id}]({descriptor.Id}.md) | {descriptor.DefaultSeverity.ToString().ToLowerInvariant()} | {descriptor.Title} |", index);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Each_diagnostic_is_listed_for_a_release(ProblemKind kind)
    {
        var descriptor = Descriptors.Of(new Problem(kind, ProblemSeverity.Error, ""));
        string releases = string.Concat(new[] { "Shipped", "Unshipped" }.Select(state => File.ReadAllText(Repository.PathOf("Generator", $"AnalyzerReleases.{state}.md"))));
        Assert.Contains($"{descriptor.Id} | {descriptor.Category} | {descriptor.DefaultSeverity} | [{descriptor.Title}]", releases);
    }
}
