using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Inputs;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Import;

/// <summary>What the importer read: the graph, facts about the file, and what it wants to tell the user.</summary>
public sealed record ImportedModel(Graph Graph, string Producer, int Opset, IReadOnlyList<Problem> Problems);

/// <summary>Turns an ONNX file into the intermediate representation.</summary>
public static class OnnxImporter
{
    /// <exception cref="ModelException">The file cannot be compiled; one problem per distinct reason.</exception>
    public static ImportedModel Import(ModelSource source, CompilerOptions options)
    {
        OnnxModel model = OnnxReader.Read(source.Bytes);
        try
        {
            return Import(ModelFile.Prepare(model, source), options);
        }
        catch (Exception exception) when (exception is ArithmeticException or ArgumentException or OutOfMemoryException)
        {
            throw new ModelException(ProblemKind.MalformedModel, $"The model holds sizes that are out of range ({exception.Message}).");
        }
    }

    private static ImportedModel Import(ModelFile file, CompilerOptions options)
    {
        var problems = new ProblemLog();
        file.Fix(InputValues.Parse(options.InputValues, file.Inputs));
        OperatorScan.Run(file, problems);
        IReadOnlyList<GraphInput> inputs = GraphInputs.Resolve(file, options.InputShapes, problems);
        if (inputs.Count < file.Inputs.Count)
        {
            problems.ThrowIfErrors();
        }

        Graph graph = GraphImport.Run(file, inputs, batch: 1, problems);
        problems.ThrowIfErrors();
        OutputCheck.Run(file, graph, problems);
        if (inputs.Any(i => i.HasBatch))
        {
            string? obstacle = BatchProbe.Obstacle(file, inputs, graph);
            graph.HasSymbolicBatch = obstacle is null;
            if (obstacle is not null)
            {
                problems.Warn(
                    ProblemKind.FixedBatch,
                    $"The model leaves its first dimension open, but it cannot be computed item by item: {obstacle} It is compiled for a first dimension of 1; to choose another one, write InputShapes in the project.");
            }
        }

        graph.States = StateProperties.Read(file.Model.Properties, graph);
        return new ImportedModel(graph, file.Model.Producer, file.Opset(""), problems.Problems);
    }
}
