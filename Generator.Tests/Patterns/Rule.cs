using System;
using System.Linq;

namespace Octavo.Generator.Tests.Patterns;

/// <summary>The rules of docs/numerics.md once more, for one number at a time and independent of the compiler, so that tests have something to compare with.</summary>
internal static class Rule
{
    /// <summary>Rounds, then adds the zero point.</summary>
    public static int Outside(float steps, int zero, int low = 0, int high = 255) =>
        (int)MathF.Round(Math.Min(Math.Max(steps, low - zero), high - zero), MidpointRounding.ToEven) + zero;

    /// <summary>Rounds what holds the zero point already.</summary>
    public static int Inside(float code, int low = 0, int high = 255) => Outside(code, 0, low, high);

    public static int Quantize(float real, float scale, int zero, int low = 0, int high = 255) => Outside(real / scale, zero, low, high);

    /// <summary>The codes minus their zero point, and the parameters that the extremes give.</summary>
    public static (int[] Codes, float Scale, int Zero) QuantizeDynamically(float[] x)
    {
        float low = Math.Min(0, x.Min()), high = Math.Max(0, x.Max());
        float scale = (high - low) / 255;
        int zero = (int)MathF.Round(Math.Min(Math.Max(0 - (low / scale), 0), 255), MidpointRounding.ToEven);
        return ([.. x.Select(v => Quantize(v, scale, zero) - zero)], scale, zero);
    }

    public static float Dequantize(int code, float scale, int zero) => (code - zero) * scale;

    /// <summary>An accumulator to a code, the multiplier made in the order (sx · sw) / sy.</summary>
    public static int Requantize(int accumulator, float sx, float sw, float sy, int zero, int low = 0, int high = 255)
    {
        float product = sx * sw;
        return Outside(accumulator * (product / sy), zero, low, high);
    }

    public static int Add(int a, float sa, int za, int b, float sb, int zb, float sy, int zy, int low = 0, int high = 255)
    {
        float ra = sa / sy, rb = sb / sy;
        float offset = zy - MathF.FusedMultiplyAdd(ra, za, rb * zb);
        return Inside(MathF.FusedMultiplyAdd(a, ra, MathF.FusedMultiplyAdd(b, rb, offset)), low, high);
    }

    public static int Multiply(int a, float sa, int za, int b, float sb, int zb, float sy, int zy)
    {
        float product = sa * sb;
        float scaled = (a - za) * (b - zb) * (product / sy);
        return Inside(scaled + zy);
    }

    /// <summary>The sums of a convolution of one image: x [C,H,W] and w [M,C,k,k] as differences to their zero points, stride 1.</summary>
    public static int[] Convolve(int[] x, int channels, int height, int width, int[] w, int filters, int kernel, int pad, int[]? bias = null)
    {
        int rows = height + (2 * pad) - kernel + 1, columns = width + (2 * pad) - kernel + 1;
        int[] sums = new int[filters * rows * columns];
        for (int i = 0; i < sums.Length; i++)
        {
            (int m, int row, int column) = (i / (rows * columns), i / columns % rows, i % columns);
            sums[i] = bias?[m] ?? 0;
            for (int j = 0; j < channels * kernel * kernel; j++)
            {
                (int c, int y, int z) = (j / (kernel * kernel), row - pad + (j / kernel % kernel), column - pad + (j % kernel));
                if (y >= 0 && y < height && z >= 0 && z < width)
                {
                    sums[i] += x[(((c * height) + y) * width) + z] * w[(m * channels * kernel * kernel) + j];
                }
            }
        }

        return sums;
    }

    /// <summary>The sums of a product of a [M,K] and b [K,N], both as differences to their zero points.</summary>
    public static int[] Multiply(int[] a, int[] b, int rows, int k, int columns, int[]? bias = null)
    {
        int[] sums = new int[rows * columns];
        for (int i = 0; i < sums.Length; i++)
        {
            sums[i] = bias?[i % columns] ?? 0;
            for (int j = 0; j < k; j++)
            {
                sums[i] += a[(i / columns * k) + j] * b[(j * columns) + (i % columns)];
            }
        }

        return sums;
    }
}
