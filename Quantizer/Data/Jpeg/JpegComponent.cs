using System;

namespace Octavo.Tool.Data.Jpeg;

/// <summary>One plane of a picture: brightness, or a colour difference at a resolution of its own.</summary>
/// <param name="Horizontal">Its samples per row beside those of the other planes.</param>
/// <param name="Vertical">Its rows beside those of the other planes.</param>
/// <param name="Width">Blocks of 8 x 8 samples per row, up to the edge of a unit of all planes.</param>
internal sealed record JpegComponent(int Id, int Horizontal, int Vertical, int Quantizer, int Width, int Height)
{
    private static readonly double[] Cosines = CosineTable();

    public float[] Samples { get; } = new float[Width * Height * 64];

    public int Stride => Width * 8;

    /// <summary>The last brightness, which the next one is a difference from.</summary>
    public int Predictor { get; set; }

    /// <summary>Writes a block's samples, <c>s(x, y) = 128 + sum over u, v of c(u, v) k(u, x) k(v, y)</c> with the cosines k of the transform, rounded to bytes.</summary>
    /// <param name="coefficients">Row by row, v * 8 + u.</param>
    public void Write(int blockX, int blockY, int[] coefficients)
    {
        Span<double> rows = stackalloc double[64];
        for (int v = 0; v < 8; v++)
        {
            for (int x = 0; x < 8; x++)
            {
                double sum = 0;
                for (int u = 0; u < 8; u++)
                {
                    sum += coefficients[(v * 8) + u] * Cosines[(u * 8) + x];
                }

                rows[(v * 8) + x] = sum;
            }
        }

        for (int y = 0; y < 8; y++)
        {
            for (int x = 0; x < 8; x++)
            {
                double sum = 128;
                for (int v = 0; v < 8; v++)
                {
                    sum += rows[(v * 8) + x] * Cosines[(v * 8) + y];
                }

                Samples[(((blockY * 8) + y) * Stride) + (blockX * 8) + x] = (float)Math.Clamp(Math.Round(sum), 0, 255);
            }
        }
    }

    private static double[] CosineTable()
    {
        double[] table = new double[64];
        for (int i = 0; i < 64; i++)
        {
            (int u, int x) = (i / 8, i % 8);
            table[i] = (u == 0 ? Math.Sqrt(0.125) : 0.5) * Math.Cos(((2 * x) + 1) * u * Math.PI / 16);
        }

        return table;
    }
}
