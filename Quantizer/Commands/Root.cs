using System;
using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
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
        // No RootCommand: that would call itself after the program's file, which is not what users type.
        var root = new Command("octavo", "Calibrates, quantizes, verifies and compiles ONNX models for Octavo.")
        {
            new HelpOption(), new VersionOption(), CalibrateCommand.Create(), QuantizeCommand.Create(), VerifyCommand.Create(), InspectCommand.Create(), CompileCommand.Create(),
        };
        ParseResult parsed = root.Parse(args);
        // An option that takes several words would take a misspelt one for its own.
        string[] misread = [.. parsed.Tokens.Where(t => t.Type == TokenType.Argument && IsOption(t.Value)).Select(t => $"'{t.Value}' is no option of this command, or stands where a value is missing.")];
        string[] faults = misread.Length > 0 ? misread : [.. parsed.Errors.Select(e => e.Message)];
        if (faults.Length > 0)
        {
            Command meant = parsed.CommandResult.Command;
            return Fail(errors, string.Join("\n", faults) + $"\nSee '{(meant == root ? "" : root.Name + " ")}{meant.Name} --help'.");
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
        catch (Exception exception) when (exception is OutOfMemoryException or InsufficientExecutionStackException)
        {
            return Fail(errors, "There is not enough memory for this model and these data.");
        }
        catch (Exception exception)
        {
            exception = exception is AggregateException { InnerException: { } inner } ? inner : exception;
            string? where = exception.StackTrace?.Split('\n').FirstOrDefault()?.Trim();
            return Fail(errors, $"OCT012: octavo failed: {exception.GetType().Name}: {exception.Message} {where} This is a defect of Octavo; please report it with the model and the command.");
        }
    }

    private static bool IsOption(string word) => word.Length > 1 && word[0] == '-' && (word[1] == '-' || char.IsAsciiLetter(word[1]));

    private static int Fail(TextWriter errors, string message)
    {
        errors.WriteLine(message);
        return BadInput;
    }
}
