using System;
using System.IO;
using Microsoft.Build.Framework;
using Octavo.Compiler;
using Octavo.Generator.Models;

namespace Octavo.Generator.Tasks;

/// <summary>
/// Compiles each described model and writes its weights. A model that does not compile gets none, silently: the generator compiles the same bytes
/// with the same options and reports why.
/// </summary>
public sealed class WriteWeights : BuildTask, ICancelableTask
{
    private readonly System.Threading.CancellationTokenSource _cancellation = new();

    /// <summary>Descriptors with the metadata <c>Weights</c>, the path to write.</summary>
    [Required]
    public ITaskItem[] Descriptors { get; set; } = [];

    public void Cancel() => _cancellation.Cancel();

    public override bool Execute()
    {
        bool succeeded = true;
        foreach (ITaskItem item in Descriptors)
        {
            if (_cancellation.IsCancellationRequested)
                return false;
            succeeded &= Write(item.GetMetadata("FullPath"), item.GetMetadata("Weights"));
        }

        return succeeded;
    }

    private bool Write(string descriptorPath, string weightsPath)
    {
        OutputFile.Delete(weightsPath);
        if (ModelDescriptor.Parse(OutputFile.ReadText(descriptorPath) ?? "", descriptorPath) is not { } model || Compile(model) is not { } compiled)
            return true;

        try
        {
            OutputFile.Write(weightsPath, compiled.Weights);
            Log($"Wrote the weights of '{model.ModelPath}' to '{weightsPath}'.");
            return true;
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Log(e is IOException or UnauthorizedAccessException
                ? new Problem(ProblemKind.InternalError, ProblemSeverity.Error, $"The weights of '{model.FileName}' cannot be written to '{weightsPath}': {e.Message}")
                : InternalError.Of(e, model.FileName), model.ModelPath);
            return false;
        }
    }

    private CompiledModel? Compile(ModelDescriptor model)
    {
        try
        {
            return ModelCompiler.Compile(ModelInput.Open(model), model.Options, _cancellation.Token);
        }
        catch (Exception)
        {
            return null;
        }
    }
}
