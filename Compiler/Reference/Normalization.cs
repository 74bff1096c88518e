using System;

namespace Octavo.Compiler.Reference;

/// <summary>BatchNormalization as one multiplication and one addition per element.</summary>
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

    private static float[] Floats(Operand operand) => Array.ConvertAll(TensorReader.Reals(operand), r => (float)r);
}
