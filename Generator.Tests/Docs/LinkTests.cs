using System.Collections.Generic;
using System.IO;
using System.Linq;
using Xunit;

namespace Octavo.Generator.Tests.Docs;

public sealed class LinkTests
{
    public static TheoryData<string> Pages => [.. MarkdownPage.All.Select(page => page.Name)];

    [Theory]
    [MemberData(nameof(Pages))]
    public void Links_lead_to_files_and_headings(string name)
    {
        MarkdownPage page = MarkdownPage.All.Single(p => p.Name == name);

        Assert.All(page.RelativeLinks, link => Assert.True(Leads(page, link), $"{link} leads nowhere."));
    }

    private static bool Leads(MarkdownPage page, string link)
    {
        string[] parts = link.Split('#', 2);
        string target = parts[0].Length == 0 ? page.Path : Path.GetFullPath(Path.Combine(Path.GetDirectoryName(page.Path)!, parts[0]));
        IEnumerable<string> anchors = MarkdownPage.All.FirstOrDefault(p => p.Path == target)?.Anchors ?? [];
        return parts.Length == 1 ? File.Exists(target) || Directory.Exists(target) : anchors.Contains(parts[1]);
    }
}
