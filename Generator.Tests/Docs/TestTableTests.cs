using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Octavo.Generator.Tests.Patterns;
using Octavo.Generator.Tests.Quantizing;
using Xunit;

namespace Octavo.Generator.Tests.Docs;

/// <summary>Tables that say which test shows what.</summary>
public sealed partial class TestTableTests
{
    /// <param name="heading">Before the tables; empty for the whole page.</param>
    /// <param name="neighbour">A class beside the tests that are named.</param>
    [Theory]
    [InlineData("docs/patterns.md", "", typeof(ConvolutionPatterns))]
    [InlineData("docs/quantization.md", "## Proof", typeof(ActivationScaleTests))]
    public void Every_row_names_tests_that_exist(string page, string heading, Type neighbour)
    {
        string text = MarkdownPage.All.Single(p => p.Name == page).Text;
        string[] lines = text[text.IndexOf(heading, StringComparison.Ordinal)..].Split('\n');
        string[] rows = [.. lines.Where((line, i) => line.StartsWith("| ", StringComparison.Ordinal) && !lines[i + 1].StartsWith("|---", StringComparison.Ordinal))];
        HashSet<string> tests =
        [
            .. neighbour.Assembly.GetTypes().Where(t => t.Namespace == neighbour.Namespace)
                .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
                .Where(m => m.GetCustomAttribute<FactAttribute>() is not null).Select(m => $"{m.DeclaringType!.Name}.{m.Name}"),
        ];

        Assert.NotEmpty(rows);
        Assert.All(rows, row =>
        {
            string[] named = [.. TestName().Matches(row).Select(m => m.Groups[1].Value)];
            Assert.NotEmpty(named);
            Assert.All(named, name => Assert.Contains(name, tests));
        });
    }

    [GeneratedRegex("`([A-Z][A-Za-z]+\\.[A-Z][A-Za-z0-9_]+)`")]
    private static partial Regex TestName();
}
