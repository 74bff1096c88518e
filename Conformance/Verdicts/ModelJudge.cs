using System;
using System.Collections.Generic;
using System.Globalization;
using System.IO;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Import;
using Octavo.Compiler.Onnx;
using Octavo.Conformance.Suites;
using Octavo.Harness;

namespace Octavo.Conformance.Verdicts;

/// <summary>Takes one model through the compiler, the C# compiler and the loader, runs it and compares.</summary>
internal sealed class ModelJudge
{
    private readonly TestModel _model;
    private readonly ModelSource _source;
    private IReadOnlyList<string> _operators = [];

    private ModelJudge(TestModel model)
    {
        _model = model;
        string folder = Path.GetDirectoryName(model.Path)!;
        _source = new ModelSource(Path.GetFileName(model.Path), File.ReadAllBytes(model.Path), name => Sibling(Path.Combine(folder, name)));
    }

    public static Verdict Judge(TestModel model)
    {
        var judge = new ModelJudge(model);
        try
        {
            return judge.Judge();
        }
        catch (ModelException exception)
        {
            bool isInternal = exception.Problems.Any(p => p.Kind == ProblemKind.InternalError);
            return judge.Say(isInternal ? Outcome.Crashed : Outcome.Refused, string.Join(" ", exception.Problems.Where(p => p.Severity == ProblemSeverity.Error).Select(p => p.Message)));
        }
        catch (Exception exception)
        {
            return judge.Say(Outcome.Crashed, exception.ToString());
        }
    }

    private Verdict Judge()
    {
        OnnxModel onnx = OnnxReader.Read(_source.Bytes);
        _operators = [.. onnx.Graph.Nodes.Select(n => OperatorTable.FullName(n.Domain, n.OpType)).Distinct().Order(StringComparer.Ordinal)];
        HashSet<string> initialized = [.. onnx.Graph.Initializers.Select(i => i.Name)];
        List<OnnxValueInfo> inputs = [.. onnx.Graph.Inputs.Where(i => !initialized.Contains(i.Name))];
        if (_model.Runs.Count == 0)
        {
            CompiledNetwork.Load(_source, Options(null)).Dispose();
            return Say(Outcome.Unchecked, "");
        }

        foreach (IGrouping<string?, DataSet> runs in _model.Runs.GroupBy(run => InputShapes(inputs, run.Inputs(inputs))))
        {
            using CompiledNetwork network = CompiledNetwork.Load(_source, Options(runs.Key));
            if (runs.Select(run => Difference(network, run.Inputs(inputs), run.Outputs(onnx.Graph.Outputs))).FirstOrDefault(d => d is not null) is { } difference)
            {
                return Say(Outcome.Wrong, difference);
            }
        }

        return Say(Outcome.Passed, "");
    }

    private static string? Difference(CompiledNetwork network, IReadOnlyList<TensorData?> inputs, IReadOnlyList<TensorData?> outputs)
    {
        if (inputs.Concat(outputs).Any(t => t is null) || inputs.Count != network.Inputs.Count || outputs.Count != network.Outputs.Count)
        {
            return "the recorded data does not fit the model";
        }

        Array[] arrays = [.. inputs.Select(t => t!.ToArray())];
        if (arrays.Zip(network.Inputs).FirstOrDefault(i => i.First.GetType().GetElementType() != i.Second.ElementType).Second is { } other)
        {
            return $"{other} does not take the recorded input";
        }

        Array[] results = network.Run(arrays);
        return outputs.Select((expected, i) => Verdicts.Difference.Of(expected!, network.Outputs[i], results[i])).FirstOrDefault(d => d is not null);
    }

    /// <summary>The shapes of the inputs that the model leaves open, as a user would write them.</summary>
    private static string? InputShapes(List<OnnxValueInfo> inputs, IReadOnlyList<TensorData?> data)
    {
        string[] open = [.. inputs.Zip(data)
            .Where(i => i.First.TypeName == "tensor" && i.Second is not null && (i.First.Dimensions is null || i.First.Dimensions.Any(d => d.Size is null)))
            .Select(i => $"{i.First.Name}:{string.Join("x", i.Second!.Shape.Dimensions.Select(d => d.ToString(CultureInfo.InvariantCulture)))}")];
        return open.Length == 0 ? null : string.Join(",", open);
    }

    private static CompilerOptions Options(string? inputShapes) => new("Network", InputShapes: inputShapes);

    private static byte[]? Sibling(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;

    private Verdict Say(Outcome outcome, string reason) => new(_model, _operators, outcome, reason);
}
