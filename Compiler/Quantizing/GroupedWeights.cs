using System;
using Octavo.Compiler.Quantizing.Ranges;

namespace Octavo.Compiler.Quantizing;

/// <summary>
/// A matrix of k rows and n columns in groups of rows, as MatMulNBits stores it: codes [n, groups, bytes of a group], scales [n * groups], zero points packed per column; without
/// them the zero point is the middle, 2^(bits - 1). Of two 4-bit codes in a byte the first is the low one. Groups are filled up with zeros.
/// </summary>
internal sealed record GroupedWeights(TensorData Codes, TensorData Scales, TensorData? ZeroPoints)
{
    public static GroupedWeights Of(Func<int, int, float> weight, int n, int k, QuantizationSettings settings)
    {
        (int bits, int size) = (settings.Bits, settings.GroupSize);
        int groups = (k + size - 1) / size, groupBytes = size * bits / 8, zeroBytes = ((groups * bits) + 7) / 8;
        int highest = (1 << bits) - 1;
        byte[] codes = new byte[n * groups * groupBytes], zeroPoints = new byte[n * zeroBytes];
        float[] scales = new float[n * groups];
        for (int column = 0; column < n; column++)
        {
            for (int group = 0; group < groups; group++)
            {
                Quantization quantization = Scale(weight, column, group * size, Math.Min((group + 1) * size, k), highest, settings.SymmetricWeights);
                scales[(column * groups) + group] = quantization.Scale;
                Put(zeroPoints.AsSpan(column * zeroBytes), group, quantization.ZeroPoint, bits);
                Span<byte> target = codes.AsSpan(((column * groups) + group) * groupBytes);
                for (int i = 0; i < size; i++)
                {
                    int row = (group * size) + i;
                    float value = row < k ? weight(column, row) : 0;
                    Put(target, i, (int)WeightCodes.Code(value, quantization.Scale, quantization.ZeroPoint, 0, highest), bits);
                }
            }
        }

        return new GroupedWeights(
            new TensorData(ElementType.UInt8, new Shape(n, groups, groupBytes), codes),
            TensorData.Floats(new Shape(n * groups), scales),
            settings.SymmetricWeights ? null : new TensorData(ElementType.UInt8, new Shape(n * zeroBytes), zeroPoints));
    }

    /// <summary>Symmetric: the largest magnitude, with its sign, gets the lowest code, which has the most room; asymmetric: the group's range.</summary>
    private static Quantization Scale(Func<int, int, float> weight, int column, int from, int to, int highest, bool symmetric)
    {
        float low = 0, high = 0;
        for (int row = from; row < to; row++)
        {
            float value = weight(column, row);
            low = Math.Min(low, value);
            high = Math.Max(high, value);
        }

        if (!symmetric)
        {
            return ScaleRule.Of(new TensorRange(low, high), 0, highest, symmetric: false);
        }

        int middle = (highest + 1) / 2;
        float extreme = high > -low ? high : low;
        return new Quantization(extreme == 0 ? 1 : extreme / -middle, middle);
    }

    private static void Put(Span<byte> target, int index, int code, int bits)
    {
        if (bits == 8)
        {
            target[index] = (byte)code;
        }
        else
        {
            target[index / 2] |= (byte)(code << (index % 2 * 4));
        }
    }
}
