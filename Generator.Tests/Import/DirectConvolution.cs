using System;
using System.Collections.Generic;
using System.Linq;

namespace Octavo.Generator.Tests.Import;

/// <summary>Convolutions of any rank by their definition: every input pixel meets every tap.</summary>
internal sealed record DirectConvolution(int[] X, int[] W, int Group, int[] Strides, int[] Dilations, int[] PadsBegin, int[] Output)
{
    private int[] Input => X[2..];

    private int[] Kernel => W[2..];

    public int[] Shape(bool transposed) => [X[0], transposed ? W[1] * Group : W[0], .. Output];

    public double[] Convolve(float[] x, float[] w)
    {
        int inputs = W[1], outputs = W[0] / Group;
        var y = new double[Length(Shape(transposed: false))];
        foreach ((int pixel, int tap, int output) in Meetings(transposed: false))
        {
            for (int item = 0; item < X[0]; item++)
            {
                for (int m = 0; m < W[0]; m++)
                {
                    for (int c = 0; c < inputs; c++)
                    {
                        y[(((item * W[0]) + m) * Length(Output)) + output] +=
                            (double)x[(((item * X[1]) + (m / outputs * inputs) + c) * Length(Input)) + pixel] * w[(((m * inputs) + c) * Length(Kernel)) + tap];
                    }
                }
            }
        }

        return y;
    }

    public double[] Transpose(float[] x, float[] w)
    {
        int inputs = X[1] / Group, outputs = W[1];
        var y = new double[Length(Shape(transposed: true))];
        foreach ((int pixel, int tap, int output) in Meetings(transposed: true))
        {
            for (int item = 0; item < X[0]; item++)
            {
                for (int c = 0; c < X[1]; c++)
                {
                    for (int m = 0; m < outputs; m++)
                    {
                        y[(((item * outputs * Group) + (c / inputs * outputs) + m) * Length(Output)) + output] +=
                            (double)x[(((item * X[1]) + c) * Length(Input)) + pixel] * w[(((c * outputs) + m) * Length(Kernel)) + tap];
                    }
                }
            }
        }

        return y;
    }

    /// <summary>Which input pixel meets which tap for which output pixel, all counted in row-major order.</summary>
    private IEnumerable<(int Pixel, int Tap, int Output)> Meetings(bool transposed)
    {
        int[] from = transposed ? Input : Output, to = transposed ? Output : Input;
        for (int outer = 0; outer < Length(from); outer++)
        {
            for (int tap = 0; tap < Length(Kernel); tap++)
            {
                int[] start = Index(outer, from), k = Index(tap, Kernel);
                int[] end = [.. start.Select((s, axis) => (s * Strides[axis]) + (k[axis] * Dilations[axis]) - PadsBegin[axis])];
                if (end.Zip(to, (e, size) => e >= 0 && e < size).All(inside => inside))
                {
                    int inner = end.Zip(to).Aggregate(0, (position, axis) => (position * axis.Second) + axis.First);
                    yield return transposed ? (outer, tap, inner) : (inner, tap, outer);
                }
            }
        }
    }

    private static int[] Index(int position, int[] shape)
    {
        int[] index = new int[shape.Length];
        for (int axis = shape.Length - 1; axis >= 0; axis--)
        {
            (position, index[axis]) = Math.DivRem(position, shape[axis]);
        }

        return index;
    }

    private static int Length(int[] shape) => shape.Aggregate(1, (product, size) => product * size);
}
