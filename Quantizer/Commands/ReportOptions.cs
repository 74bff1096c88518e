using System;
using System.CommandLine;
using Octavo.Tool.Execution;
using Octavo.Tool.Reports;

namespace Octavo.Tool.Commands;

/// <summary>How a command tells what it found: tables on the terminal or JSON, and a page beside either.</summary>
internal sealed class ReportOptions
{
    private readonly Option<bool> _json = new("--json") { Description = "Write JSON instead of tables." };
    private readonly Option<string?> _html;

    /// <param name="page">What the page shows.</param>
    public ReportOptions(Command command, string page)
    {
        _html = PageOption(page);
        command.Options.Add(_json);
        command.Options.Add(_html);
    }

    public static Option<string?> PageOption(string page) => new("--html") { Description = $"Write a report as a page: {page}." };

    /// <summary>The page to write; null when there is to be none.</summary>
    public string? PagePath(ParseResult parsed) => parsed.GetValue(_html);

    /// <summary>Writes the page when there is to be one, then the result itself.</summary>
    public void Write(ParseResult parsed, Func<HtmlReport> page, Func<string> json, Action table)
    {
        if (parsed.GetValue(_html) is { } path)
        {
            ModelFiles.Write(path, page().ToString());
        }

        if (parsed.GetValue(_json))
        {
            Console.Out.WriteLine(json());
        }
        else
        {
            table();
        }
    }
}
