using System;
using System.Diagnostics;
using Spectre.Console;

namespace Octavo.Tool.Commands;

/// <summary>What people see while they wait, on the error stream: the output stays free for results.</summary>
internal static class Terminal
{
    private static readonly IAnsiConsole Errors = AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(Console.Error) });

    /// <summary>Runs long work with a sign of life, when a person is watching.</summary>
    public static T Waiting<T>(string what, Func<T> work) => Advancing(what, _ => work());

    /// <summary>Runs long work that counts, when a person is watching.</summary>
    public static T Counting<T>(string what, Func<Action<int>, T> work) => Advancing(what, progress => work(done => progress(done, 0)));

    /// <summary>Runs long work with a bar that tells what is done of how much, when a person is watching; of 0 when nobody knows.</summary>
    public static T Advancing<T>(string what, Func<Action<int, int>, T> work)
    {
        if (Console.IsErrorRedirected)
        {
            return work((_, _) => { });
        }

        T result = default!;
        Errors.Progress().AutoClear(true).HideCompleted(true).Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new SpinnerColumn(), new ElapsedTimeColumn()).Start(context =>
        {
            ProgressTask task = context.AddTask(Markup.Escape(what));
            task.IsIndeterminate = true;
            result = work((done, total) =>
            {
                task.IsIndeterminate = total == 0;
                task.MaxValue = Math.Max(total, done);
                task.Value = done;
                task.Description = Markup.Escape(total == 0 ? $"{what} {done}" : $"{what} {done} of {total}");
            });
        });
        return result;
    }

    /// <summary>Says on the error stream what was done and how long it took.</summary>
    public static void Done(string what, Stopwatch watch) => Console.Error.WriteLine(FormattableString.Invariant($"{what} ({watch.Elapsed.TotalSeconds:0.0} s)"));
}
