using System;
using System.Collections.Generic;
using System.Linq;
using System.Threading.Tasks;
using Octavo.Compiler;
using Octavo.Compiler.Quantizing;
using Octavo.Tool.Data;
using Octavo.Tool.Execution;

namespace Octavo.Tool.Verification;

/// <summary>
/// Runs a float and a quantized model on the same samples, both as generated code. Intermediate results come from a second compilation of each, in which they are outputs: an activation
/// is apart from its layer there, so that the outputs' last digits may be others than those of the models as they run.
/// </summary>
internal sealed class ModelComparer : IDisposable
{
    private readonly Pair _models;
    private readonly Pair? _layers;
    private readonly (int Float, int Quantized, TensorError Error)[] _outputs;
    private readonly (int Float, int Quantized, int[]? Exponents, TensorError Error)[] _tensors;

    private ModelComparer(Pair models, Pair? layers, IReadOnlyDictionary<string, string> map, IReadOnlyDictionary<string, int[]> exponents)
    {
        (_models, _layers) = (models, layers);
        _outputs = [.. models.Float.Outputs.Select((o, i) => (i, i, new TensorError(o.Name)))];
        _tensors = layers is null ? [] : [.. Tensors(layers, map, exponents, _outputs.Length)];
    }

    public IReadOnlyList<InputSpec> Inputs => _models.Float.Inputs;

    /// <param name="layers">Whether to compare intermediate results as well.</param>
    /// <exception cref="CommandException">The models have different inputs or outputs.</exception>
    public static ModelComparer Load(ModelSource floatModel, ModelSource quantizedModel, CompilerOptions options, int threads, bool layers)
    {
        Pair Load(Func<string, bool> original, Func<string, bool> quantized) => new(NetworkRunner.Load(floatModel, options, threads, original), NetworkRunner.Load(quantizedModel, options, threads, quantized));

        Pair models = Load(_ => false, _ => false);
        if (!models.Float.Inputs.SequenceEqual(models.Quantized.Inputs) || !models.Float.Outputs.Select(o => (o.Name, o.Type.Shape)).SequenceEqual(models.Quantized.Outputs.Take(models.Float.Outputs.Count).Select(o => (o.Name, o.Type.Shape))))
        {
            models.Dispose();
            throw new CommandException($"{floatModel.FileName} and {quantizedModel.FileName} have different inputs or outputs: they are not the same network.");
        }

        IReadOnlyDictionary<string, string> map = TensorMap.Of(floatModel, quantizedModel);
        var wanted = new HashSet<string>(map.Values, StringComparer.Ordinal);
        return new ModelComparer(models, layers ? Load(map.ContainsKey, wanted.Contains) : null, map, ChannelEqualization.ExponentsOf(quantizedModel));
    }

    /// <param name="labels">The right class of each sample; null when they are not known.</param>
    public Comparison Run(DataSet data, IReadOnlyList<int>? labels, int top, Action<int> progress)
    {
        Shape shape = _models.Float.Outputs[0].Type.Shape;
        var predictions = shape.Rank > 0 && shape[-1] > 1 && shape.Length == shape[-1] ? new Predictions(shape[-1], top) : null;
        CheckLabels(labels, predictions);
        int samples = 0;
        foreach (Sample sample in data.Samples())
        {
            if (labels is not null && samples >= labels.Count)
            {
                throw new CommandException($"There are {labels.Count} labels and more samples: give one for each, or --limit {labels.Count}.");
            }

            _models.Run(sample);
            _layers?.Run(sample);
            Parallel.ForEach(_outputs, o => o.Error.Add(_models.Float.Floats(o.Float), _models.Quantized.Floats(o.Quantized)));
            Parallel.ForEach(_tensors, t => t.Error.Add(_layers!.Float.Floats(t.Float), _layers.Quantized.Floats(t.Quantized, t.Exponents)));
            predictions?.Add(_models.Float.Floats(0), _models.Quantized.Floats(0), labels?[samples]);
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
            ?? throw new CommandException($"Labels are of no use here: the first output '{_models.Float.Outputs[0].Name}' is {_models.Float.Outputs[0].Type.Shape}, and a classifier's is a score for each class.");
        if (labels.Where(l => l < 0 || l >= classes).Cast<int?>().FirstOrDefault() is { } wrong)
        {
            throw new CommandException($"The label {wrong} is no class of the model: its {classes} classes count from 0.");
        }
    }

    public void Dispose()
    {
        _models.Dispose();
        _layers?.Dispose();
    }

    /// <summary>The intermediate results that both models have, behind their outputs.</summary>
    private static IEnumerable<(int Float, int Quantized, int[]? Exponents, TensorError Error)> Tensors(
        Pair layers, IReadOnlyDictionary<string, string> map, IReadOnlyDictionary<string, int[]> exponents, int outputs)
    {
        var positions = layers.Quantized.Outputs.Select((o, i) => (o.Name, Index: i)).ToDictionary(o => o.Name, o => o.Index, StringComparer.Ordinal);
        return layers.Float.Outputs.Select((o, i) => (o, i)).Skip(outputs)
            .Where(t => map.TryGetValue(t.o.Name, out string? name) && positions.TryGetValue(name, out int at) && layers.Quantized.Outputs[at].Type.Shape.Equals(t.o.Type.Shape))
            .Select(t => (t.i, positions[map[t.o.Name]], exponents.GetValueOrDefault(t.o.Name), new TensorError(t.o.Name)));
    }

    private sealed record Pair(NetworkRunner Float, NetworkRunner Quantized) : IDisposable
    {
        public void Run(Sample sample)
        {
            Float.Run(sample.Inputs);
            Quantized.Run(sample.Inputs);
        }

        public void Dispose()
        {
            Float.Dispose();
            Quantized.Dispose();
        }
    }
}
