using System;

namespace Octavo.Generator.Tests.ArmCheck;

/// <summary>Inputs and outputs of the element-wise cases.</summary>
internal static unsafe class Buffers
{
    /// <summary>Random bytes that nothing may be read behind.</summary>
    public static byte* Codes(ref Random random, ref Scratch scratch, int count)
    {
        byte* codes = scratch.TakeLast(count);
        for (int i = 0; i < count; i++)
        {
            codes[i] = (byte)random.Next();
        }

        return codes;
    }

    /// <summary>Random offsets up to a greatest one.</summary>
    public static int* Offsets(ref Random random, ref Scratch scratch, int count, int most, out int farthest)
    {
        int* offsets = scratch.Take<int>(count);
        farthest = 0;
        for (int i = 0; i < count; i++)
        {
            offsets[i] = random.Between(0, most);
            farthest = Math.Max(farthest, offsets[i]);
        }

        return offsets;
    }

    /// <summary>Random floats up to a magnitude, with a few that are special, but for NaN.</summary>
    public static float* Floats(ref Random random, ref Scratch scratch, int count, float magnitude)
    {
        float* values = (float*)scratch.TakeLast(count * sizeof(float));
        for (int i = 0; i < count; i++)
        {
            values[i] = random.Next() % 64 switch
            {
                0 => 0f,
                1 => -0f,
                2 => float.PositiveInfinity,
                3 => float.NegativeInfinity,
                4 => magnitude * 1e9f,
                _ => random.Between(-magnitude, magnitude),
            };
        }

        return values;
    }

    /// <summary>An output, filled with a pattern and followed by a few bytes that must keep it.</summary>
    public static byte* Output(ref Scratch scratch, int bytes)
    {
        byte* output = scratch.Take<byte>(bytes + 16);
        new Span<byte>(output, bytes + 16).Fill(0xA5);
        return output;
    }

    public static ulong DigestOf(byte* output, int bytes) => Digest.Of(output, bytes + 16);

    /// <summary>Gives every NaN the same bits, which differ among processors.</summary>
    public static ulong DigestOf(float* output, int count)
    {
        for (int i = 0; i < count; i++)
        {
            if (float.IsNaN(output[i]))
            {
                output[i] = float.NaN;
            }
        }

        return DigestOf((byte*)output, count * sizeof(float));
    }
}
