using Octavo.Compiler.Reference.Arithmetic;

namespace Octavo.Compiler.Reference;

/// <summary>Sums over the taps in order, starting from 0, with fused multiply-adds.</summary>
internal static class Interpolation
{
    public static TensorData Evaluate(PlaneInterpolate op, Operand x, TensorType y)
    {
        TensorType between = new(ElementType.Float32, op.First.InferShapes([x.Shape])[0]);
        return Evaluate(op.Second, new Operand(Evaluate(op.First, x, between), null), y);
    }

    public static TensorData Evaluate(Interpolate op, Operand x, TensorType y)
    {
        bool isDouble = Precision.Of(y, x).IsDouble;
        double[] reals = TensorReader.Reals(x);
        var writer = new TensorWriter(y);
        int inner = (int)x.Shape.Product(op.Axis + 1, x.Shape.Rank), inputs = x.Shape[op.Axis], outputs = y.Shape[op.Axis];
        for (int element = 0; element < y.Shape.Length; element++)
        {
            int column = element % inner, i = element / inner % outputs, outer = element / inner / outputs;
            double sum = 0;
            for (int t = i * op.Taps; t < (i + 1) * op.Taps; t++)
            {
                double tap = reals[(((outer * inputs) + op.Positions[t]) * inner) + column];
                sum = isDouble ? sum + (tap * op.Weights[t]) : Float32.FusedMultiplyAdd((float)tap, op.Weights[t], (float)sum);
            }

            writer.Real(element, sum);
        }

        return writer.Data;
    }
}
