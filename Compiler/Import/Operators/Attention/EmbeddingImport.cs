using System;
using System.Collections.Generic;
using Octavo.Compiler.Import.Nodes;
using Octavo.Compiler.Import.Operators.Movement;
using Octavo.Compiler.Import.Operators.Rows;

namespace Octavo.Compiler.Import.Operators.Attention;

/// <summary>ONNX Runtime's EmbedLayerNormalization, in float and on 8-bit tables: the sum of the rows that words, positions and segments choose, normalized.</summary>
internal static class EmbeddingImport
{
    private const int Words = 2, Positions = 3, Segments = 4, Scale = 5, Shift = 6, Mask = 7;

    public static IEnumerable<OperatorEntry> Entries { get; } =
    [
        new("EmbedLayerNormalization", node => Embed(node, node.Real)) { Domain = OperatorTable.Microsoft, Until = 1 },
        new("QEmbedLayerNormalization", node => Embed(node, index => Codes(node, index)), "constant scales and zero points") { Domain = OperatorTable.Microsoft, Until = 1 },
    ];

    /// <summary>Results: the normalized sum, how many words each item has by its mask, the sum.</summary>
    private static IReadOnlyList<Value> Embed(NodeContext node, Func<int, Value> table)
    {
        // Whether there is a mask says what its result is.
        node.Attributes.Ignore("mask_index_type");
        Value words = node.Plain(0);
        if (words.Shape.Rank != 2)
        {
            throw node.Invalid($"its words are {words.Shape} instead of items and steps.");
        }

        int batch = words.Shape[0], steps = words.Shape[1];
        bool quantized = node.Onnx.OpType[0] == 'Q';
        Value sum = node.Binary(BinaryKind.Add, Rows(Words, words), Position());
        sum = node.Optional(1) is null ? sum : node.Binary(BinaryKind.Add, sum, Rows(Segments, node.Plain(1)));
        float epsilon = node.Attributes.Float("epsilon", 1e-12f);
        return [NormalizationImport.Rows(node, sum, 2, epsilon, scale: Real(table(Scale)), bias: Real(table(Shift))), Count(), sum];

        Value Rows(int index, Value indices)
        {
            Value rows = table(index);
            return Real(node.Emit(new Gather(0), rows.Type.Element, rows.Type.Quantization, rows, indices));
        }

        Value Real(Value x) => x.Type.Quantization is null ? x : node.Emit(new Dequantize(), ElementType.Float32, null, x);

        // Without positions the steps are counted.
        Value Position()
        {
            if (!quantized && node.Optional(Mask + 1) is not null)
            {
                return Rows(Positions, node.Plain(Mask + 1));
            }

            Value all = table(Positions);
            return all.Shape[0] < steps
                ? throw node.Invalid($"{all.Shape[0]} positions are fewer than {steps} steps.")
                : Real(Arranging.Crop(node, all, [0, 0], [steps, all.Shape[1]]));
        }

        Value Count()
        {
            if (node.Optional(Mask) is null)
            {
                return node.Emit(TensorData.Ints(new Shape(batch), new int[batch]));
            }

            Value ones = node.Cast(node.Binary(BinaryKind.Equal, node.Plain(Mask), 1), ElementType.Int32);
            return node.Reduce(ReduceKind.Sum, ones, [1], keep: false);
        }
    }

    /// <summary>A table of codes, whose scale is among five behind the mask, and its zero point among five behind these.</summary>
    private static Value Codes(NodeContext node, int index)
    {
        Value codes = node.Required(index);
        int scale = Mask + 1 + index - Words;
        return node.View(codes, QuantizationReader.PerTensor(node, scale, scale + 5, codes.Type.Element));
    }
}
