using System;
using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Reference;

/// <summary>
/// Evaluates the intermediate representation slowly and obviously. It defines what every operator computes: constant folding, the oracle of
/// every test and calibration all use it.
/// </summary>
public static class Evaluator
{
    /// <summary>Runs a graph, before or after any pass; one tensor per graph input, one per graph output.</summary>
    public static IReadOnlyList<TensorData> Run(Graph graph, IReadOnlyList<TensorData> inputs)
    {
        if (inputs.Count != graph.Inputs.Count)
        {
            throw new ArgumentException($"The graph has {graph.Inputs.Count} inputs, not {inputs.Count}.", nameof(inputs));
        }

        var computed = new Dictionary<Value, TensorData>();
        for (int i = 0; i < inputs.Count; i++)
        {
            Value input = graph.Inputs[i];
            if (inputs[i].Element != input.Type.Element || !inputs[i].Shape.Equals(input.Shape))
            {
                throw new ArgumentException($"Input '{input.Name}' is {input.Type}, not {inputs[i].Element.ShortName()}{inputs[i].Shape}.", nameof(inputs));
            }

            computed[input] = inputs[i];
        }

        foreach (Node node in graph.Nodes)
        {
            TensorData[] results = Evaluate(node.Op, [.. node.Inputs.Select(Operand)], [.. node.Outputs.Select(v => v.Type)]);
            for (int i = 0; i < results.Length; i++)
            {
                computed[node.Outputs[i]] = results[i];
            }
        }

        return [.. graph.Outputs.Select(o => Operand(o.Value)!.Data)];

        Operand? Operand(Value? value) => value is null ? null : new Operand(value.Data ?? computed[value], value.Type.Quantization);
    }

    /// <summary>Evaluates one operator; an absent optional input is null. Returns one tensor per output type.</summary>
    public static TensorData[] Evaluate(Operator op, IReadOnlyList<Operand?> inputs, IReadOnlyList<TensorType> outputs)
    {
        TensorType y = outputs[0];
        Operand x = Input(0)!;
        return op switch
        {
            Conv conv => [Convolution.Evaluate(conv, Left(conv.IsDynamic), Input(1)!, Bias(conv.Residual), Last(conv.Residual), y)],
            MatMul product => [MatrixProduct.Evaluate(product, Left(product.IsDynamic), Input(1)!, Bias(product.Residual), Last(product.Residual), y)],
            Gemm gemm => [MatrixProduct.Evaluate(gemm, x, Input(1)!, Input(2), y)],

            Binary binary => [BinaryOperator.Evaluate(binary, x, Input(1)!, y)],
            Unary unary => [UnaryOperator.Evaluate(unary, x, y)],
            Clip clip => [UnaryOperator.Clip(clip, x, y)],
            PRelu => [UnaryOperator.PRelu(x, Input(1)!, y)],
            Where => [Selection.Where(x, Input(1)!, Input(2)!, y)],
            Lookup lookup => [Conversion.Lookup(lookup, x, y)],
            Fusion fusion => [FusionOperator.Evaluate(fusion, inputs)],

            MaxPool pool => [Pooling.Max(pool, x, y)],
            AveragePool pool => [Pooling.Average(pool, x, y)],
            GlobalAveragePool pool => [Pooling.GlobalAverage(pool, x, y)],
            Reduce reduce => [Reduction.Evaluate(reduce, x, y)],
            ArgReduce reduce => [Selection.Arg(reduce, x, y)],
            Cumulative cumulative => [Reduction.Cumulative(cumulative, x, y)],
            MaxPoolIndices pool => [Pooling.Indices(pool, x, y)],
            GridSample sample => [GridSampling.Evaluate(sample, x, Input(1)!, y)],
            DeformableColumns columns => [DeformableSampling.Evaluate(columns, x, Input(1)!, Input(2), y)],
            RoiAlign align => [RoiAlignment.Evaluate(align, x, Input(1)!, Input(2)!, y)],
            Interpolate interpolate => [Interpolation.Evaluate(interpolate, x, y)],
            PlaneInterpolate interpolate => [Interpolation.Evaluate(interpolate, x, y)],

            Softmax softmax => [SoftmaxOperator.Evaluate(softmax, x, y)],
            BatchNormalization norm => [Normalization.Evaluate(norm, x, Input(1)!, Input(2)!, Input(3)!, Input(4)!, y)],
            LayerNormalization norm => [Normalization.Rows(norm, x, Input(1), Input(2), y)],

            Recurrent recurrent => Recurrence.Evaluate(recurrent, inputs, outputs),
            DynamicLstm lstm => DynamicRecurrence.Evaluate(lstm, inputs, outputs),

            Quantize quantize => [Conversion.Real(x, y, quantize.Clamp)],
            DynamicQuantize => DynamicQuantization.Evaluate(x, outputs),
            Dequantize => [Conversion.Real(x, y)],
            Reinterpret reinterpret => [Conversion.Reinterpret(reinterpret, x, y)],
            Cast cast => [Conversion.Cast(cast, x, y)],

            Reshape => [Movement.Reshape(x, y)],
            Transpose transpose => [Movement.Transpose(transpose, x, y)],
            Concat concat => [Movement.Concat(concat, inputs, y)],
            Split split => Movement.Split(split, x, outputs),
            Slice slice => [Movement.Slice(slice, x, y)],
            Pad pad => [Movement.Pad(pad, x, y)],
            Pick pick => [Movement.Pick(pick, x, y)],
            Gather gather => [Movement.Gather(gather, x, Input(1)!, y)],

            DequantizeBlocks blocks => [BlockDequantization.Evaluate(blocks, x, Input(1)!, Input(2))],
            MatMulNBits product => [BlockDequantization.Evaluate(product, x, Input(1)!, Input(2)!, Input(3), Input(4), y)],
            BlockMatMul product => [BlockProduct.Evaluate(product, x, Input(1)!, Input(2)!, Input(3), Input(4), y)],
            GatherBlockQuantized gather => [BlockDequantization.Evaluate(gather, x, Input(1)!, Input(2)!, Input(3), y)],

            GatherElements gather => [Indexing.Gather(gather, x, Input(1)!, y)],
            GatherNd gather => [Indexing.Gather(gather, x, Input(1)!, y)],
            ScatterElements scatter => [Indexing.Scatter(scatter, x, Input(1)!, Input(2)!, y)],
            ScatterNd scatter => [Indexing.Scatter(scatter, x, Input(1)!, Input(2)!, y)],
            NonZero => Finding.NonZero(x, outputs),
            Compress compress => Finding.Compress(compress, x, Input(1)!, outputs),
            NonMaxSuppression suppression => Finding.NonMaxSuppression(suppression, x, Input(1)!, outputs),
            TopK top => Indexing.TopK(top, x, outputs),
            ReverseSequence => [Indexing.ReverseSequence((ReverseSequence)op, x, Input(1)!, y)],
            Det => [Indexing.Det(x, y)],

            _ => throw new NotSupportedException($"No definition of {op.Name}."),
        };

        Operand? Input(int index) => index < inputs.Count ? inputs[index] : null;

        Operand Left(bool isDynamic) => isDynamic ? DynamicQuantization.Quantized(x, Input(3)!, Input(4)!) : x;

        // A residual is the last input, so that the third one is the bias only when there is one more.
        Operand? Bias(Residual? residual) => residual is null || inputs.Count > 3 ? Input(2) : null;

        Operand? Last(Residual? residual) => residual is null ? null : inputs[inputs.Count - 1];
    }
}
