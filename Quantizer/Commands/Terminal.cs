using System;
using System.Diagnostics;
using Spectre.Console;

namespace Octavo.Tool.Commands;

/// <summary>What people see while they wait, on the error stream: the output stays free for results.</summary>
internal static class Terminal
{
    private static readonly IAnsiConsole Errors = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Runs long work with a bar that counts, when a person is watching.</summary>
    public static T Counting<T>(string what, int? total, Func<Action<int>, T> work)
    {
        if (Console.IsErrorRedirected)
        {
            return work(_ => { });
        }

        T result = default!;
        Errors.Progress().AutoClear(true).HideCompleted(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new SpinnerColumn(), new ElapsedTimeColumn()).Start(context =>
        {
            ProgressTask task = context.AddTask(Markup.Escape(what), maxValue: total ?? 1);
            task.IsIndeterminate = total is null;
            result = work(done =>
            {
                task.Value = done;
                task.Description = Markup.Escape($"{what} {done}");
            });
        });
        return result;
    }

    /// <summary>Says on the error stream what was done and how long it took.</summary>
    public static void Done(string what, Stopwatch watch) => Console.Error.WriteLine(FormattableString.Invariant($"{what} ({watch.Elapsed.TotalSeconds:0.0} s)"));
}
