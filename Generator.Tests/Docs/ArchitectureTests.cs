using System.IO;
using System.Linq;
using Octavo.Compiler;
using Octavo.Harness;
using Xunit;

namespace Octavo.Generator.Tests.Docs;

public sealed class ArchitectureTests
{
    /// <summary>A folder that the map does not name is one that a reader cannot place.</summary>
    [Theory]
    [InlineData("Compiler")]
    [InlineData("Generator")]
    [InlineData("Generator.Tests")]
    [InlineData("Runtime")]
    public void The_map_names_every_folder(string project)
    {
        string map = File.ReadAllText(Repository.PathOf("docs", "architecture.md"));

        var missing = Directory.GetDirectories(Repository.PathOf(project))
            .Select(Path.GetFileName)
            .Where(folder => folder is not ("bin" or "obj") && !map.Contains($"(../{project}/{folder}", System.StringComparison.Ordinal));

        Assert.Empty(missing);
    }

    [Fact]
    public void Every_diagnostic_has_a_page_and_every_page_a_diagnostic()
    {
        var pages = Directory.GetFiles(Repository.PathOf("docs", "diagnostics"), "OCT*.md").Select(Path.GetFileNameWithoutExtension);
        var diagnostics = System.Enum.GetValues<ProblemKind>().Select(kind => new Problem(kind, ProblemSeverity.Error, "").Id);

        Assert.Equal(diagnostics.Order(), pages.Order());
    }
}
