using System;
using Octavo.Compiler.Reference.Arithmetic;

namespace Octavo.Compiler.Reference;

/// <summary>Normalization by statistics that are given, or those of each row.</summary>
internal static class Normalization
{
    /// <summary>y = x * Scale[c] + Offset[c], with Scale = scale * (1 / √(variance + ε)) and Offset = bias - mean * Scale, rounded to float after each operation.</summary>
    public static (float[] Scale, float[] Offset) Coefficients(float[] scale, float[] bias, float[] mean, float[] variance, float epsilon)
    {
        float[] factor = new float[scale.Length];
        float[] offset = new float[scale.Length];
        for (int c = 0; c < scale.Length; c++)
        {
            float deviation = (float)Math.Sqrt(variance[c] + epsilon);
            float inverse = 1 / deviation;
            factor[c] = scale[c] * inverse;
            float shift = mean[c] * factor[c];
            offset[c] = bias[c] - shift;
        }

        return (factor, offset);
    }

    public static TensorData Evaluate(BatchNormalization op, Operand x, Operand scale, Operand bias, Operand mean, Operand variance, TensorType y)
    {
        (float[] factor, float[] offset) = Coefficients(Floats(scale), Floats(bias), Floats(mean), Floats(variance), op.Epsilon);
        Precision precision = Precision.Of(y, x);
        double[] reals = TensorReader.Reals(x);
        int axis = op.ChannelsLast ? x.Shape.Rank - 1 : Math.Min(1, x.Shape.Rank - 1);
        int stride = (int)x.Shape.Product(axis + 1, x.Shape.Rank);
        for (int i = 0; i < reals.Length; i++)
        {
            int c = i / stride % factor.Length;
            reals[i] = precision.Round(precision.Round(reals[i] * factor[c]) + offset[c]);
        }

        return TensorWriter.Reals(y, reals);
    }

    /// <summary>
    /// (x - mean) * (1 / √(variance + ε)) * scale + bias, rounded after each operation; the variance is a sum of fused d * d + sum with d = x - mean.
    /// </summary>
    public static TensorData Rows(LayerNormalization op, Operand x, Operand? scale, Operand? bias, TensorType y)
    {
        int length = (int)x.Shape.Product(op.Axis, x.Shape.Rank);
        float[] reals = Floats(x);
        float[]? factors = scale is null ? null : Floats(scale), offsets = bias is null ? null : Floats(bias);
        Shape? parameters = (scale ?? bias)?.Shape;
        int count = parameters is null ? 1 : (int)parameters.Length, run = parameters is null ? 1 : LayerNormalization.Run(parameters, x.Shape);
        double[] results = new double[reals.Length];
        for (int first = 0; first < reals.Length; first += length)
        {
            int start = first;
            float mean = op.Centred ? (float)Reduction.Sum(length, k => reals[start + k], default) / length : 0;
            float variance = Squares(reals, first, length, mean) / length;
            float deviation = (float)Math.Sqrt((float)(variance + op.Epsilon));
            float inverse = 1 / deviation;
            for (int k = 0; k < length; k++)
            {
                float value = (float)(reals[first + k] - mean) * inverse;
                value = factors is null ? value : value * factors[(first + k) / run % count];
                results[first + k] = offsets is null ? value : (float)(value + offsets[(first + k) / run % count]);
            }
        }

        return TensorWriter.Reals(y, results);
    }

    private static float Squares(float[] x, int first, int length, float mean)
    {
        double[] partial = new double[Reduction.Partials];
        for (int k = 0; k < length; k++)
        {
            ref double sum = ref partial[k % Reduction.Partials];
            float distance = x[first + k] - mean;
            sum = Float32.FusedMultiplyAdd(distance, distance, (float)sum);
        }

        return (float)Reduction.Fold(ReduceKind.Sum, partial, 0, default);
    }

    private static float[] Floats(Operand operand) => Array.ConvertAll(TensorReader.Reals(operand), r => (float)r);
}
