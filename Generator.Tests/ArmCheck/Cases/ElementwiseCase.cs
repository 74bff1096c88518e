using System;
using Octavo.Runtime;

namespace Octavo.Generator.Tests.ArmCheck;

/// <summary>A random element-wise operation on codes, or a conversion.</summary>
internal static unsafe class ElementwiseCase
{
    public static ulong Run(InstructionSet set, Random random, Scratch scratch)
    {
        int operation = random.Between(0, 6);
        var nest = new Nest(ref random, broadcast: operation is 1 or 2);
        int parts = random.Between(1, 3);
        bool floats = operation is 4 or 5;
        int outputBytes = nest.Y * (floats ? sizeof(float) : 1);
        byte* y = Buffers.Output(ref scratch, outputBytes);
        byte* x = Buffers.Codes(ref random, ref scratch, nest.X);
        byte* z = Buffers.Codes(ref random, ref scratch, nest.Z);
        byte* table = Buffers.Codes(ref random, ref scratch, 256);
        int scaleCount = random.OneIn(2) ? 1 : nest.Loop.Extent[nest.Loop.Rank - 1];
        float* scales = scratch.Take<float>(256);
        int* zeroPoints = scratch.Take<int>(256);
        for (int i = 0; i < 256; i++)
        {
            scales[i] = random.Between(0.001f, 0.1f);
            zeroPoints[i] = random.Between(0, 255);
        }

        int low = random.OneIn(2) ? 0 : random.Between(0, 120);
        int high = random.OneIn(2) ? 255 : random.Between(130, 255);
        float first = random.Between(0.01f, 2f), second = random.Between(0.01f, 2f), offset = random.Between(-300f, 300f);
        float* reals = Buffers.Floats(ref random, ref scratch, nest.X, 9);
        int* integers = scratch.Take<int>(nest.X);
        for (int i = 0; i < nest.X; i++)
        {
            integers[i] = (int)random.Next() >> random.Between(0, 24);
        }

        for (int part = 0; part < parts; part++)
        {
            switch (operation)
            {
                case 0:
                    Lookup.Run(set, x, y, table, nest.Loop, part, parts);
                    break;
                case 1:
                    QuantizedAdd.Run(set, x, z, y, nest.Loop, first, second, offset, low, high, 0, part, parts);
                    break;
                case 2:
                    QuantizedMul.Run(set, x, z, y, nest.Loop, zeroPoints[0], zeroPoints[1], first / 100, zeroPoints[2], low, high, 0, part, parts);
                    break;
                case 3:
                    Quantizer.Quantize(set, reals, y, nest.Loop, scales[0], zeroPoints[0], low, high, part, parts);
                    break;
                case 4:
                    Quantizer.Dequantize(set, x, (float*)y, nest.Loop, scales[0], zeroPoints[0], part, parts);
                    break;
                case 5:
                    Quantizer.DequantizeInt32(set, integers, (float*)y, nest.Loop, scales, scaleCount, part, parts);
                    break;
                default:
                    QuantizedSoftmax.Run(set, x, y, nest.Loop, scales, MathF.Floor(1 / scales[0]), zeroPoints[0], part, parts);
                    break;
            }
        }

        return floats ? Buffers.DigestOf((float*)y, nest.Y) : Buffers.DigestOf(y, outputBytes);
    }
}
