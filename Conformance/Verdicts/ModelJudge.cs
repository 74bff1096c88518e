using System;
using System.Collections.Generic;
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
    private IReadOnlyList<DataSet> _runs = [];

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
        _runs = _model.Runs.Count > 0 ? _model.Runs : [new RandomDataSet(_model.Path, onnx.Graph, _model.Shapes)];
        HashSet<string> initialized = [.. onnx.Graph.Initializers.Select(i => i.Name)];
        return Judge([.. onnx.Graph.Inputs.Where(i => !initialized.Contains(i.Name))], onnx.Graph.Outputs, new HashSet<string>());
    }

    /// <param name="given">The inputs that the compiler is told the values of.</param>
    private Verdict Judge(IReadOnlyList<OnnxValueInfo> inputs, IReadOnlyList<OnnxValueInfo> outputs, IReadOnlySet<string> given)
    {
        string remark = "";
        foreach (IGrouping<CompilerOptions, DataSet> runs in _runs.GroupBy(run => InputOptions.For(inputs, run.Inputs(inputs), given)))
        {
            CompiledModel model;
            try
            {
                model = ModelCompiler.Compile(_source, runs.Key);
            }
            catch (ModelException exception) when (exception.Problems.Any(p => p.OpenInput is { } name && !given.Contains(name)))
            {
                // As a user would who follows the advice.
                return Judge(inputs, outputs, given.Concat(exception.Problems.Select(p => p.OpenInput).OfType<string>()).ToHashSet());
            }

            using CompiledNetwork network = CompiledNetwork.Load(model, runs.Key);
            foreach (DataSet run in runs.Where(r => r.HasOutputs))
            {
                TensorData?[] parameters = [.. run.Inputs(inputs).Where((_, i) => !given.Contains(inputs[i].Name))];
                if (Difference(network, parameters, run.Outputs(outputs)) is not { } difference)
                {
                    continue;
                }

                if (parameters.Any(p => p is null) || DoubleEvaluation.Run(_source, runs.Key, [.. parameters.Select(p => p!)]) is not { } exact)
                {
                    return Say(Outcome.Wrong, difference);
                }

                // Every float that differs has to be nearer to what the model gives in float64 than what was expected, or a neighbouring code.
                if (Difference(network, parameters, run.Outputs(outputs), exact) is { } unexplained)
                {
                    return Say(Outcome.Wrong, unexplained);
                }

                remark = $"{difference}: farther from the result in float64, or a neighbouring code of 16 bits";
            }
        }

        return _runs.Any(r => r.HasOutputs) ? Say(Outcome.Passed, remark) : Say(Outcome.Unchecked, "");
    }

    private static string? Difference(
        CompiledNetwork network, IReadOnlyList<TensorData?> inputs, IReadOnlyList<TensorData?> outputs, IReadOnlyList<(TensorData Data, double Step)>? exact = null)
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
        return outputs.Select((expected, i) => Verdicts.Difference.Of(expected!, network.Outputs[i], results[i], exact?[i])).FirstOrDefault(d => d is not null);
    }

    private static byte[]? Sibling(string path) => File.Exists(path) ? File.ReadAllBytes(path) : null;

    private Verdict Say(Outcome outcome, string reason) => new(_model, _operators, outcome, reason);
}
