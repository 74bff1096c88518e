using System;
using System.ComponentModel;
using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>The greatest code of each window. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class MaxPool
{
    /// <summary>Computes one part of the output pixels; a window that is all padding gives 0.</summary>
    public static void Run(byte* x, byte* y, in PoolShape shape, int part, int parts) => Run(InstructionSets.Vectors, x, y, shape, part, parts);

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static void Run(InstructionSet set, byte* x, byte* y, in PoolShape shape, int part, int parts)
    {
        (int first, int end) = Share.Of(shape.Items * shape.OutputHeight * shape.OutputWidth, part, parts);
        for (int pixel = first; pixel < end; pixel++)
        {
            PoolWindow window = new(shape, pixel);
            byte* from = x + window.Input;
            byte* to = y + window.Output;
            int channel = 0;
            switch (set)
            {
                case InstructionSet.Avx512BW:
                case InstructionSet.AvxVnni when Avx512BW.VL.IsSupported:
                    channel = Reduce<Avx512Bytes, Vector512<byte>>(from, to, shape, window, channel);
                    channel = Reduce<Avx2Bytes, Vector256<byte>>(from, to, shape, window, channel);
                    channel = Reduce<Vector128Bytes, Vector128<byte>>(from, to, shape, window, channel);
                    break;
                case InstructionSet.Avx2:
                case InstructionSet.AvxVnni:
                    channel = Reduce<Avx2Bytes, Vector256<byte>>(from, to, shape, window, channel);
                    channel = Reduce<Vector128Bytes, Vector128<byte>>(from, to, shape, window, channel);
                    break;
                case InstructionSet.Vector128:
                    channel = Reduce<Vector128Bytes, Vector128<byte>>(from, to, shape, window, channel);
                    break;
                case InstructionSet.AdvSimd:
                case InstructionSet.ArmDp:
                    channel = Reduce<AdvSimdBytes, Vector128<byte>>(from, to, shape, window, channel);
                    break;
            }

            if (channel > 0 && channel < shape.Channels && set != InstructionSet.Scalar)
            {
                // The last register is moved back to end with the pixel: some maxima are written twice.
                channel = Math.Max(0, shape.Channels - Vector128<byte>.Count);
                channel = set is InstructionSet.AdvSimd or InstructionSet.ArmDp
                    ? Reduce<AdvSimdBytes, Vector128<byte>>(from, to, shape, window, channel)
                    : Reduce<Vector128Bytes, Vector128<byte>>(from, to, shape, window, channel);
            }

            Reduce<ScalarBytes, byte>(from, to, shape, window, channel);
        }
    }

    /// <summary>Reduces whole registers of channels from <paramref name="channel"/> on, and returns the first channel that is left.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    static int Reduce<B, V>(byte* x, byte* y, in PoolShape shape, in PoolWindow window, int channel)
        where B : struct, IByteLanes<V>
        where V : struct
    {
        nint rowStep = (nint)shape.DilationHeight * shape.Input.Row;
        nint columnStep = (nint)shape.DilationWidth * shape.Input.Pixel;
        for (; channel + B.Count <= shape.Channels; channel += B.Count)
        {
            V max = default;
            byte* row = x + channel;
            for (int i = 0; i < window.Rows; i++, row += rowStep)
            {
                byte* from = row;
                for (int j = 0; j < window.Columns; j++, from += columnStep)
                {
                    max = B.Max(max, B.Load(from));
                }
            }

            B.Store(y + channel, max);
        }

        return channel;
    }
}
