using System;
using System.Collections.Generic;
using System.Linq;
using System.Reflection;
using System.Text.RegularExpressions;
using Octavo.Generator.Tests.Patterns;
using Xunit;

namespace Octavo.Generator.Tests.Docs;

public sealed partial class PatternsPageTests
{
    [Fact]
    public void Every_row_names_tests_that_exist()
    {
        string[] rows = [.. MarkdownPage.All.Single(page => page.Name == "docs/patterns.md").Text.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal) && !line.StartsWith("| pattern", StringComparison.Ordinal))];
        HashSet<string> tests =
        [
            .. typeof(ConvolutionPatterns).Assembly.GetTypes().Where(t => t.Namespace == typeof(ConvolutionPatterns).Namespace)
                .SelectMany(t => t.GetMethods(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly))
                .Where(m => m.GetCustomAttribute<FactAttribute>() is not null).Select(m => $"{m.DeclaringType!.Name}.{m.Name}"),
        ];

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
