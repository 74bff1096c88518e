using System;
using System.CommandLine;
using System.IO;
using System.Linq;
using Octavo.Compiler;

namespace Octavo.Tool.Commands;

/// <summary>The command line. Exit codes: 0 done, 1 done with a result below what was asked for, 2 the input cannot be used.</summary>
internal static class Root
{
    public const int BadInput = 2;

    /// <param name="args">The words of the command line.</param>
    /// <param name="errors">Told what is wrong with the input; the error stream unless given.</param>
    public static int Run(string[] args, TextWriter? errors = null)
    {
        errors ??= Console.Error;
        var root = new RootCommand("Calibrates, quantizes, verifies and compiles ONNX models for Octavo.") { CalibrateCommand.Create(), QuantizeCommand.Create(), VerifyCommand.Create(), InspectCommand.Create(), CompileCommand.Create() };
        ParseResult parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            return Fail(errors, string.Join("\n", parsed.Errors.Select(e => e.Message)) + $"\nSee 'octavo {string.Join(' ', args.TakeWhile(a => !a.StartsWith('-')).Take(1))} --help'.");
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { EnableDefaultExceptionHandler = false });
        }
        catch (CommandException exception)
        {
            return Fail(errors, exception.Message);
        }
        catch (ModelException exception)
        {
            return Fail(errors, string.Join("\n", exception.Problems.Select(p => $"{p.Id}: {p.Message}")));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return Fail(errors, exception.Message);
        }
    }

    private static int Fail(TextWriter errors, string message)
    {
        errors.WriteLine(message);
        return BadInput;
    }
}
