using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Tensors;

namespace Octavo.Compiler.Import.Operators.Known;

/// <summary>Operators whose results are known while the model is compiled: window functions, mel filter banks, identity matrices.</summary>
internal static class WindowFunctionImport
{
    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        Window("HannWindow", 0.5, -0.5, 0),
        Window("HammingWindow", 25.0 / 46, -21.0 / 46, 0),
        Window("BlackmanWindow", 0.42, -0.5, 0.08),
        new("MelWeightMatrix", MelWeightMatrix) { Since = 17 },
        new("EyeLike", EyeLike) { Since = 9 },
    ];

    /// <summary>a + b·cos(2πn/N) + c·cos(4πn/N)</summary>
    private static OperatorEntry Window(string name, double a, double b, double c) => new(name, node =>
    {
        long size = Known(node, 0, "size").IntegerAt(0);
        double period = node.Attributes.Flag("periodic", absent: true) ? size : size - 1;
        double[] values = Enumerable.Range(0, checked((int)size)).Select(n => 2 * Math.PI * n / period).Select(x => a + (b * Math.Cos(x)) + (c * Math.Cos(2 * x))).ToArray();
        return node.Emit(ConstantTensors.OfReals(Element(node, "output_datatype", ElementType.Float32), new Shape(values.Length), values));
    })
    {
        Since = 17,
    };

    /// <summary>Triangles between neighbouring bins that are evenly spaced on the mel scale, as ONNX's function body rounds them.</summary>
    private static Value MelWeightMatrix(NodeContext node)
    {
        int bins = checked((int)Known(node, 0, "num_mel_bins").IntegerAt(0)), length = checked((int)Known(node, 1, "dft_length").IntegerAt(0));
        double rate = Known(node, 2, "sample_rate").FloatAt(0), low = Mel(Known(node, 3, "lower_edge_hertz").FloatAt(0)), high = Mel(Known(node, 4, "upper_edge_hertz").FloatAt(0));
        int spectrum = (length / 2) + 1;
        double step = (high - low) / (bins + 2);
        int[] edges = Enumerable.Range(0, bins + 2)
            .Select(i => 700 * (Math.Pow(10, ((i * step) + low) / 2595) - 1))
            .Select(hertz => (int)Math.Floor((length + 1) * hertz / rate))
            .ToArray();
        double[] weights = new double[spectrum * bins];
        for (int bin = 0; bin < bins; bin++)
        {
            (int left, int centre, int right) = (edges[bin], edges[bin + 1], edges[bin + 2]);
            if (right > spectrum || left < 0)
            {
                throw node.Invalid("a mel bin lies outside of the spectrum.");
            }

            for (int f = left; f < right; f++)
            {
                weights[(f * bins) + bin] = f < centre ? (double)(f - left) / (centre - left) : (double)(right - f) / (right - centre);
            }

            if (centre < spectrum)
            {
                weights[(centre * bins) + bin] = 1;
            }
        }

        return node.Emit(ConstantTensors.OfReals(Element(node, "output_datatype", ElementType.Float32), new Shape(spectrum, bins), weights));

        static double Mel(double hertz) => 2595 * Math.Log10(1 + (hertz / 700));
    }

    private static Value EyeLike(NodeContext node)
    {
        Value x = node.Required(0);
        if (x.Shape.Rank != 2)
        {
            throw node.Invalid($"x {x.Shape} is no matrix.");
        }

        long diagonal = node.Attributes.Int("k", 0);
        int columns = x.Shape[1];
        long[] values = Enumerable.Range(0, checked((int)x.Shape.Length)).Select(i => (i % columns) - (i / columns) == diagonal ? 1L : 0).ToArray();
        return node.Emit(ConstantTensors.OfIntegers(Element(node, "dtype", x.Type.Element), x.Shape, values));
    }

    private static TensorData Known(NodeContext node, int index, string what) => node.Constant(index, what) ?? throw node.Invalid($"its {what} is missing.");

    private static ElementType Element(NodeContext node, string attribute, ElementType absent) =>
        node.Attributes.Has(attribute) ? ElementRules.Of(node, node.Attributes.Int(attribute, 0)) : absent;
}
