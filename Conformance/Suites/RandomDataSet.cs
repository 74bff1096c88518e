using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Onnx;

namespace Octavo.Conformance.Suites;

/// <summary>For a model with which nothing is recorded: inputs from a fixed seed, and the outputs that ONNX Runtime computes, where it is installed and runs the model.</summary>
/// <param name="shapes">The shapes of inputs that the model leaves open, as far as they are known; other open sizes are small numbers, equal for equal names.</param>
internal sealed class RandomDataSet(string path, OnnxGraph graph, IReadOnlyDictionary<string, Shape> shapes) : DataSet
{
    private const int Seed = 1, SmallestSize = 2, LargestLength = 1 << 28;

    private readonly Lazy<IReadOnlyList<TensorData>?> _outputs = new(() => Run(path, graph, shapes));

    public override bool HasOutputs => _outputs.Value is not null;

    public override IReadOnlyList<TensorData?> Inputs(IReadOnlyList<OnnxValueInfo> inputs) => Create(graph, inputs, shapes);

    public override IReadOnlyList<TensorData?> Outputs(IReadOnlyList<OnnxValueInfo> outputs) => [.. _outputs.Value!];

    private static IReadOnlyList<TensorData>? Run(string path, OnnxGraph graph, IReadOnlyDictionary<string, Shape> shapes)
    {
        HashSet<string> initialized = [.. graph.Initializers.Select(i => i.Name)];
        IReadOnlyList<TensorData?> inputs = Create(graph, [.. graph.Inputs.Where(i => !initialized.Contains(i.Name))], shapes);
        return inputs.Any(i => i is null) ? null : PeerRun.Outputs(path, [.. inputs.Select(i => i!)], graph.Outputs);
    }

    private static TensorData?[] Create(OnnxGraph graph, IReadOnlyList<OnnxValueInfo> inputs, IReadOnlyDictionary<string, Shape> shapes)
    {
        var random = new Random(Seed);
        var sizes = new Dictionary<string, int>(StringComparer.Ordinal);
        // Sizes that only vectors have are scales' and the like, one for all.
        foreach (OnnxDimension dimension in inputs.OrderByDescending(i => i.Dimensions?.Count).SelectMany(i => i.Dimensions ?? []).Where(d => d.Size is null))
        {
            bool alone = inputs.All(i => i.Dimensions is null || i.Dimensions.Count == 1 || !i.Dimensions.Contains(dimension));
            sizes.TryAdd(dimension.Symbol, alone ? 1 : SmallestSize + sizes.Count);
        }

        // What a cast of a negative number to an unsigned type gives is undefined.
        float lowest = graph.Nodes.Any(n => n.OpType == "Cast" && OnnxDataType.ToElementType(n.Attributes["to"].Int) is { } to && !to.IsFloat() && to.MinValue() == 0) ? 0 : -1;
        return [.. inputs.Select(info => shapes.TryGetValue(info.Name, out Shape? known) ? known : info.Dimensions is null ? null : new Shape(info.Dimensions.Select(d => (int)(d.Size ?? sizes[d.Symbol]))))
            .Zip(inputs, (shape, info) => shape is null || OnnxDataType.ToElementType(info.DataType) is not { } element || shape.Length > LargestLength ? null : Fill(random, element, shape, lowest))];
    }

    /// <summary>Floats lie below 1, single ones, which may be scales, above 0; codes take their whole range; wider integers, which may be indices, are 0 or 1.</summary>
    private static TensorData? Fill(Random random, ElementType element, Shape shape, float lowest)
    {
        var data = new TensorData(element, shape);
        switch (element)
        {
            case ElementType.Float32:
                Each(data.As<float>(), Real);
                return data;
            case ElementType.Float64:
                Each(data.As<double>(), () => Real());
                return data;
            case ElementType.Float16:
                Each(data.As<Half>(), () => (Half)Real());
                return data;
            case ElementType.UInt8 or ElementType.Int8 or ElementType.UInt16 or ElementType.Int16:
                random.NextBytes(data.Bytes);
                return data;
            case ElementType.Bool:
                Each(data.As<byte>(), () => (byte)random.Next(2));
                return data;
            case ElementType.Int32 or ElementType.UInt32:
                Each(data.As<int>(), () => random.Next(2));
                return data;
            case ElementType.Int64 or ElementType.UInt64:
                Each(data.As<long>(), () => random.Next(2));
                return data;
            default:
                return null;
        }

        float Real() => shape.Length == 1 ? 1 - random.NextSingle() : lowest + ((1 - lowest) * random.NextSingle());
    }

    private static void Each<T>(Span<T> elements, Func<T> next)
    {
        foreach (ref T element in elements)
        {
            element = next();
        }
    }
}
