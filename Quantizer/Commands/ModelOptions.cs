using System;
using System.CommandLine;
using Octavo.Compiler;
using Octavo.Tool.Execution;

namespace Octavo.Tool.Commands;

/// <summary>The model that a command works on, and how to run it.</summary>
internal sealed class ModelOptions
{
    private readonly Argument<string> _model = new("model") { Description = "The .onnx file." };
    private readonly Option<string?> _shapes = new("--input-shapes") { Description = "Sizes that the model leaves open: image:1x3x224x224,mask:1x128." };
    private readonly Option<int> _threads = new("--threads") { Description = "Threads that run the model.", DefaultValueFactory = _ => Environment.ProcessorCount };

    public ModelOptions(Command command)
    {
        command.Arguments.Add(_model);
        command.Options.Add(_shapes);
        command.Options.Add(_threads);
    }

    public string Path(ParseResult parsed) => parsed.GetRequiredValue(_model);

    public string? Shapes(ParseResult parsed) => parsed.GetValue(_shapes);

    public int Threads(ParseResult parsed) => Math.Clamp(parsed.GetValue(_threads), 1, 64);

    public ModelSource Open(ParseResult parsed) => ModelFiles.Open(Path(parsed));

    /// <summary>The model's path with another ending.</summary>
    public string Beside(ParseResult parsed, string ending) => System.IO.Path.ChangeExtension(Path(parsed), null) + ending;

    public NetworkRunner Load(ParseResult parsed, ModelSource source, Func<string, bool>? wanted) =>
        Terminal.Counting($"Compiling {source.FileName}", null, _ => NetworkRunner.Load(source, Shapes(parsed), Threads(parsed), wanted));
}
