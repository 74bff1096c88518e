using System.CommandLine;
using System.Diagnostics;
using System.IO;
using Microsoft.CodeAnalysis.CSharp;
using Octavo.Compiler;
using Octavo.Tool.Execution;

namespace Octavo.Tool.Commands;

/// <summary><c>octavo compile</c>: writes the C# and the weights that a build would embed.</summary>
internal static class CompileCommand
{
    public static Command Create()
    {
        var command = new Command("compile", "Writes the generated C# and its weights, which belong into the assembly as a resource of the name that is printed.");
        var model = new ModelOptions(command, runs: false);
        var output = new Option<string>("--output", "-o") { Description = "The folder to write to.", DefaultValueFactory = _ => "." };
        var name = new Option<string>("--class") { Description = "The class to generate.", DefaultValueFactory = _ => "Network" };
        var space = new Option<string>("--namespace") { Description = "Its namespace.", DefaultValueFactory = _ => "" };
        command.Options.Add(output);
        command.Options.Add(name);
        command.Options.Add(space);
        command.SetAction(parsed =>
        {
            var watch = Stopwatch.StartNew();
            string className = parsed.GetValue(name)!, nameSpace = parsed.GetValue(space)!;
            if (!SyntaxFacts.IsValidIdentifier(className) || (nameSpace.Length > 0 && !System.Array.TrueForAll(nameSpace.Split('.'), SyntaxFacts.IsValidIdentifier)))
            {
                throw new CommandException($"'{className}' in '{nameSpace}' is no name of a C# class.");
            }

            CompiledModel compiled = ModelCompiler.Compile(model.Open(parsed), model.Compilation(parsed, className, nameSpace));
            string path = Path.Combine(parsed.GetValue(output)!, className);
            ModelFiles.Write(path + ".g.cs", compiled.Source);
            ModelFiles.Write(path + ".weights", compiled.Weights);
            Terminal.Done($"Wrote {path}.g.cs and {path}.weights; embed the latter as the resource {compiled.WeightsResourceName}", watch);
            return 0;
        });
        return command;
    }
}
