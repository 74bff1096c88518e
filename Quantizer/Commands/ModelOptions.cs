using System;
using System.CommandLine;
using Octavo.Compiler;
using Octavo.Tool.Execution;

namespace Octavo.Tool.Commands;

/// <summary>The model that a command works on, and how to run it.</summary>
internal sealed class ModelOptions
{
    private readonly Argument<string> _model = new("model") { Description = "The .onnx file." };
    private readonly Option<string?> _shapes = new("--input-shapes") { Description = "Sizes that the model leaves open: image:1x3x224x224,mask:1x128. A range as in tokens:1x1..128 counts as its greatest length, but for inspect and compile." };
    private readonly Option<string?> _values = new("--input-values") { Description = "Inputs that become constants, because they decide shapes or axes: axes:0 -1,depth:10." };
    private readonly Option<int> _threads = new("--threads") { Description = "Threads that run the model.", DefaultValueFactory = _ => Environment.ProcessorCount };

    /// <param name="runs">Whether the command runs the model.</param>
    public ModelOptions(Command command, bool runs)
    {
        command.Arguments.Add(_model);
        command.Options.Add(_shapes);
        command.Options.Add(_values);
        if (runs)
        {
            command.Options.Add(_threads);
        }
    }

    public string Path(ParseResult parsed) => parsed.GetRequiredValue(_model);

    /// <summary>How the model is compiled.</summary>
    public CompilerOptions Compilation(ParseResult parsed, string className = "Network", string nameSpace = "") => new(className, nameSpace, parsed.GetValue(_shapes), parsed.GetValue(_values));

    public int Threads(ParseResult parsed) => Math.Clamp(parsed.GetValue(_threads), 1, 64);

    public ModelSource Open(ParseResult parsed) => ModelFiles.Open(Path(parsed));

    /// <summary>The model's path with another ending.</summary>
    public string Beside(ParseResult parsed, string ending) => System.IO.Path.ChangeExtension(Path(parsed), null) + ending;

    public NetworkRunner Load(ParseResult parsed, ModelSource source, Func<string, bool>? wanted) =>
        Terminal.Waiting($"Compiling {source.FileName}", () => NetworkRunner.Load(source, Compilation(parsed), Threads(parsed), wanted));
}
