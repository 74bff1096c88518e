using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Octavo.Compiler;
using Octavo.Tool.Data;
using Octavo.Tool.Execution;

namespace Octavo.Tool.Verification;

/// <summary>Runs a float and a quantized model on the same samples, both as generated code.</summary>
internal sealed class ModelComparer : IDisposable
{
    private readonly NetworkRunner _float;
    private readonly NetworkRunner _quantized;
    private readonly (int Float, int Quantized, TensorError Error)[] _outputs;
    private readonly (int Float, int Quantized, TensorError Error)[] _tensors;

    private ModelComparer(NetworkRunner floatModel, NetworkRunner quantized, IReadOnlyDictionary<string, string> map, int outputs)
    {
        (_float, _quantized) = (floatModel, quantized);
        _outputs = [.. Enumerable.Range(0, outputs).Select(i => (i, i, new TensorError(floatModel.Outputs[i].Name)))];
        var positions = quantized.Outputs.Select((o, i) => (o.Name, Index: i)).ToDictionary(o => o.Name, o => o.Index, StringComparer.Ordinal);
        _tensors = [.. floatModel.Outputs.Select((o, i) => (o, i)).Skip(outputs)
            .Where(t => map.TryGetValue(t.o.Name, out string? name) && positions.TryGetValue(name, out int at) && quantized.Outputs[at].Type.Shape.Equals(t.o.Type.Shape))
            .Select(t => (t.i, positions[map[t.o.Name]], new TensorError(t.o.Name)))];
    }

    public IReadOnlyList<InputSpec> Inputs => _float.Inputs;

    /// <param name="layers">Whether to compare intermediate results, which are computed beside the outputs then.</param>
    /// <exception cref="CommandException">The models have different inputs or outputs.</exception>
    public static ModelComparer Load(ModelSource floatModel, ModelSource quantizedModel, CompilerOptions options, int threads, bool layers)
    {
        IReadOnlyDictionary<string, string> map = TensorMap.Of(floatModel, quantizedModel);
        var wanted = new HashSet<string>(map.Values, StringComparer.Ordinal);
        NetworkRunner original = NetworkRunner.Load(floatModel, options, threads, name => layers && map.ContainsKey(name));
        NetworkRunner quantized = NetworkRunner.Load(quantizedModel, options, threads, name => layers && wanted.Contains(name));
        int outputs = Octavo.Compiler.Onnx.OnnxReader.Read(floatModel.Bytes).Graph.Outputs.Count;
        bool fits = original.Inputs.SequenceEqual(quantized.Inputs) && original.Outputs.Take(outputs).Select(o => (o.Name, o.Type.Shape)).SequenceEqual(quantized.Outputs.Take(outputs).Select(o => (o.Name, o.Type.Shape)));
        return fits ? new ModelComparer(original, quantized, map, outputs) : throw new CommandException($"{floatModel.FileName} and {quantizedModel.FileName} have different inputs or outputs: they are not the same network.");
    }

    /// <param name="labels">The right class of each sample; null when they are not known.</param>
    public Comparison Run(DataSet data, IReadOnlyList<int>? labels, int top, Action<int> progress)
    {
        Shape shape = _float.Outputs[0].Type.Shape;
        var predictions = shape.Rank > 0 && shape[-1] > 1 && shape.Length == shape[-1] ? new Predictions(shape[-1], top) : null;
        CheckLabels(labels, predictions);
        int samples = 0;
        foreach (Sample sample in data.Samples())
        {
            if (labels is not null && samples >= labels.Count)
            {
                throw new CommandException($"There are {labels.Count} labels and more samples: give one for each, or --limit {labels.Count}.");
            }

            _float.Run(sample.Inputs);
            _quantized.Run(sample.Inputs);
            Parallel.ForEach(_outputs.Concat(_tensors), t => t.Error.Add(_float.Floats(t.Float), _quantized.Floats(t.Quantized)));
            predictions?.Add(_float.Floats(0), _quantized.Floats(0), labels?[samples]);
            progress(++samples);
        }

        return samples == 0
            ? throw new CommandException("The data hold no samples.")
            : new Comparison(samples, [.. _outputs.Select(o => o.Error)], [.. _tensors.Select(t => t.Error).OrderBy(e => e.Sqnr).ThenBy(e => e.Name, StringComparer.Ordinal)], predictions);
    }

    private void CheckLabels(IReadOnlyList<int>? labels, Predictions? predictions)
    {
        if (labels is null)
        {
            return;
        }

        int classes = predictions?.Classes
            ?? throw new CommandException($"Labels are of no use here: the first output '{_float.Outputs[0].Name}' is {_float.Outputs[0].Type.Shape}, and a classifier's is a score for each class.");
        if (labels.Where(l => l < 0 || l >= classes).Cast<int?>().FirstOrDefault() is { } wrong)
        {
            throw new CommandException($"The label {wrong} is no class of the model: its {classes} classes count from 0.");
        }
    }

    public void Dispose()
    {
        _float.Dispose();
        _quantized.Dispose();
    }
}
