using System.Runtime.CompilerServices;
using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>What a pool computes for each channel of one window, a register of channels at a time.</summary>
internal unsafe interface IChannels
{
    /// <summary>Treats the channels from <paramref name="channel"/> to <paramref name="end"/> that fill registers, and returns the first one that is left.</summary>
    int Reduce<L, I, F>(byte* x, byte* y, int channel, int end)
        where L : struct, ILanes<I, F>
        where I : struct
        where F : struct;
}

/// <summary>Channels in the widest registers that an instruction set has, the rest in narrower ones.</summary>
internal static unsafe class ChannelDriver
{
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void Run<TChannels>(InstructionSet set, ref TChannels pool, byte* x, byte* y, int channel, int end)
        where TChannels : struct, IChannels
    {
        switch (set)
        {
            case InstructionSet.Avx512BW:
            case InstructionSet.AvxVnni when Avx512BW.VL.IsSupported:
                channel = pool.Reduce<Avx512Lanes, Vector512<int>, Vector512<float>>(x, y, channel, end);
                if (channel < end)
                {
                    goto case InstructionSet.Avx2;
                }

                return;
            case InstructionSet.Avx2:
            case InstructionSet.AvxVnni:
                channel = pool.Reduce<Avx2Lanes, Vector256<int>, Vector256<float>>(x, y, channel, end);
                if (channel < end)
                {
                    goto case InstructionSet.Vector128;
                }

                return;
            case InstructionSet.Vector128:
                channel = pool.Reduce<Vector128Lanes, Vector128<int>, Vector128<float>>(x, y, channel, end);
                break;
            case InstructionSet.AdvSimd:
            case InstructionSet.ArmDp:
                channel = pool.Reduce<AdvSimdLanes, Vector128<int>, Vector128<float>>(x, y, channel, end);
                break;
        }

        if (channel < end)
        {
            pool.Reduce<ScalarLanes, int, float>(x, y, channel, end);
        }
    }
}
