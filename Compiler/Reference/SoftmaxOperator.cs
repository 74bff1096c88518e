using System;
using Octavo.Compiler.Reference.Arithmetic;

namespace Octavo.Compiler.Reference;

/// <summary>Softmax along an axis, row by row.</summary>
internal static class SoftmaxOperator
{
    public static TensorData Evaluate(Softmax op, Operand x, TensorType y)
    {
        int length = x.Shape[op.Axis];
        int stride = (int)x.Shape.Product(op.Axis + 1, x.Shape.Rank);
        var writer = new TensorWriter(y);
        Action<int> row =
            x.Quantization is { IsPerTensor: true } && x.Element.Size() == 1 && y.Quantization is { IsPerTensor: true } && y.Element.Size() == 1
                ? Codes(x, y, length, stride, writer)
                : Reals(x, y, length, stride, writer);
        for (int i = 0; i < x.Data.Length; i++)
        {
            if (i / stride % length == 0)
            {
                row(i);
            }
        }

        return writer.Data;
    }

    private static Action<int> Codes(Operand x, TensorType y, int length, int stride, TensorWriter writer)
    {
        float[] table = QuantizedSoftmax.Table(x.Quantization!.Scale, length);
        float stepsInOne = QuantizedSoftmax.StepsInOne(y.Quantization!.Scale);
        return first =>
        {
            long max = long.MinValue;
            for (int i = 0; i < length; i++)
            {
                max = Math.Max(max, x.Data.IntegerAt(first + (i * stride)));
            }

            float sum = 0;
            for (int i = 0; i < length; i++)
            {
                sum += Exponential(i);
            }

            for (int i = 0; i < length; i++)
            {
                writer.Integer(
                    first + (i * stride),
                    QuantizedSoftmax.Code(Exponential(i), sum, stepsInOne, y.Quantization.ZeroPoint, writer.Low, writer.High));
            }

            float Exponential(int i) => table[255 - (max - x.Data.IntegerAt(first + (i * stride)))];
        };
    }

    private static Action<int> Reals(Operand x, TensorType y, int length, int stride, TensorWriter writer)
    {
        Precision precision = Precision.Of(y, x);
        double[] reals = TensorReader.Reals(x);
        double[] exponentials = new double[length];
        return first =>
        {
            double max = double.NegativeInfinity;
            for (int i = 0; i < length; i++)
            {
                max = Math.Max(max, reals[first + (i * stride)]);
            }

            for (int i = 0; i < length; i++)
            {
                exponentials[i] = precision.Round(Math.Exp(precision.Round(reals[first + (i * stride)] - max)));
            }

            double sum = Reduction.Sum(length, i => exponentials[i], precision);

            for (int i = 0; i < length; i++)
            {
                writer.Real(first + (i * stride), precision.Round(exponentials[i] / sum));
            }
        };
    }
}
