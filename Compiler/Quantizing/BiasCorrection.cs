using System.Linq;
using Octavo.Compiler.Onnx;

namespace Octavo.Compiler.Quantizing;

/// <summary>
/// Rounded weights shift a layer's mean result. With e = quantized - real weights and m the mean of each input channel on the calibration's data, the bias becomes
/// <c>b[o] - sum over inputs i and taps t of e[o,i,t] * m[i]</c>.
/// </summary>
internal static class BiasCorrection
{
    /// <param name="rounded">The reals that the weights' codes stand for.</param>
    /// <param name="bias">Null for none.</param>
    /// <returns>The corrected bias; the bias as it was for layers that are not corrected.</returns>
    public static float[]? Run(OnnxNode node, TensorData weights, float[] rounded, float[]? bias, float[] means)
    {
        if (!node.Is("Conv", "Gemm") && !(node.Is("MatMul") && bias is not null))
        {
            return bias;
        }

        Shape shape = weights.Shape;
        int outputAxis = WeightChannels.Axis(node, shape), inputAxis = 1 - outputAxis;
        int outputs = shape[outputAxis], inputs = shape[inputAxis], taps = (int)shape.Product(2, shape.Rank);
        int perGroup = outputs / (int)node.Int("group", 1);
        if (inputs * (outputs / perGroup) != means.Length)
        {
            return bias;
        }

        float[] real = weights.ToFloats();
        double[] shift = new double[outputs];
        for (int i = 0; i < real.Length; i++)
        {
            int row = i / taps / shape[1], column = i / taps % shape[1];
            (int output, int input) = outputAxis == 0 ? (row, column) : (column, row);
            shift[output] += ((double)rounded[i] - real[i]) * means[(output / perGroup * inputs) + input];
        }

        return [.. shift.Select((s, o) => (float)((bias is null ? 0 : bias[o]) - s))];
    }
}
