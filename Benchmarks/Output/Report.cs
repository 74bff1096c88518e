using System;
using System.Collections.Generic;
using System.Linq;
using Spectre.Console;

namespace Octavo.Benchmarks.Output;

/// <summary>A table whose text can be put into a Markdown page as it is.</summary>
internal sealed class Report
{
    private const int RedirectedWidth = 400;

    private readonly Table _table = new Table().Border(TableBorder.Markdown);

    /// <param name="words">The headings of the first columns, aligned to the left.</param>
    /// <param name="numbers">The headings of the others, aligned to the right.</param>
    public Report(IEnumerable<string> words, IEnumerable<string> numbers)
    {
        foreach (var (heading, alignment) in words.Select(w => (w, Justify.Left)).Concat(numbers.Select(n => (n, Justify.Right))))
        {
            _table.AddColumn(new TableColumn(new Text(heading)).Alignment(alignment).NoWrap());
        }
    }

    public void Add(params IEnumerable<string> cells) => _table.AddRow([.. cells.Select(cell => new Text(cell))]);

    public void Write()
    {
        if (Console.IsOutputRedirected)
        {
            AnsiConsole.Profile.Width = RedirectedWidth;
        }

        AnsiConsole.Write(_table);
    }
}
