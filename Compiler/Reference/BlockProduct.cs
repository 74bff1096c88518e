using System;
using Octavo.Compiler.Reference.Arithmetic;

namespace Octavo.Compiler.Reference;

/// <summary>Integer sums within blocks, and a chain of fused multiply-adds over the blocks.</summary>
internal static class BlockProduct
{
    private const int MostCode = 127;

    /// <summary>2⁻¹⁰⁰: codes of less would need factors that are infinite, and count as 0.</summary>
    private const float Least = 7.888609e-31f;

    public static TensorData Evaluate(BlockMatMul op, Operand x, Operand codes, Operand scales, Operand? zeros, Operand? bias, TensorType y)
    {
        int n = codes.Shape[0], k = codes.Shape[1], blocks = scales.Shape[1], rows = x.Data.Length / Math.Max(1, k);
        (int[] left, float[] factors) = x.Quantization is { } quantization ? (TensorReader.Centred(x), Repeated(quantization.Scale, rows * blocks)) : Quantized(x.Data.ToFloats(), rows, k, blocks, op.Block);
        int[] right = Centred(codes.Data, zeros?.Data, n, k, blocks, op.Block);
        float[] addend = bias?.Data.ToFloats() ?? new float[n];
        float[] sums = new float[rows * n];
        for (int i = 0; i < sums.Length; i++)
        {
            (int row, int column) = (i / n, i % n);
            for (int block = 0; block < blocks; block++)
            {
                int accumulator = 0;
                for (int at = block * op.Block; at < Math.Min((block + 1L) * op.Block, k); at++)
                {
                    accumulator = unchecked(accumulator + (left[(row * k) + at] * right[(column * k) + at]));
                }

                float scale = factors[(row * blocks) + block] * (float)scales.Data.FloatAt((column * blocks) + block);
                sums[i] = Float32.FusedMultiplyAdd(accumulator, scale, sums[i]);
            }

            sums[i] = Activated(bias is null ? sums[i] : sums[i] + addend[column], op.Activation);
        }

        return TensorData.Floats(y.Shape, sums);
    }

    /// <summary>Symmetric codes and their scales: the greatest magnitude of a row's block is 127.</summary>
    private static (int[] Codes, float[] Scales) Quantized(float[] x, int rows, int k, int blocks, int block)
    {
        int[] codes = new int[x.Length];
        float[] scales = new float[rows * blocks];
        for (int i = 0; i < scales.Length; i++)
        {
            int begin = (i / blocks * k) + (i % blocks * block), end = Math.Min(begin + block, ((i / blocks) + 1) * k);
            float most = 0;
            for (int at = begin; at < end; at++)
            {
                float magnitude = Math.Abs(x[at]);
                most = magnitude > most || float.IsNaN(magnitude) ? magnitude : most;
            }

            scales[i] = most / MostCode;
            float factor = most < Least ? 0 : MostCode / most;
            for (int at = begin; at < end; at++)
            {
                codes[at] = Saturation.Round(x[at] * factor, -MostCode, MostCode);
            }
        }

        return (codes, scales);
    }

    private static int[] Centred(TensorData codes, TensorData? zeros, int n, int k, int blocks, int block)
    {
        int[] centred = new int[n * k];
        for (int i = 0; i < centred.Length; i++)
        {
            centred[i] = (int)codes.IntegerAt(i) - (zeros is null ? 0 : (int)zeros.FloatAt((i / k * blocks) + (i % k / block)));
        }

        return centred;
    }

    private static float[] Repeated(float value, int count)
    {
        float[] values = new float[count];
        values.AsSpan().Fill(value);
        return values;
    }

    private static float Activated(float value, FloatClamp? activation) =>
        activation is not { } range ? value : value < range.Low ? range.Low : value > range.High ? range.High : value;
}
