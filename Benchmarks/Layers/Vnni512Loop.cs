using System;
using System.Collections.Generic;
using Octavo.Runtime;

namespace Octavo.Benchmarks.Layers;

/// <summary>
/// A loop of 512-bit VPDPBUSD, which has no intrinsic: <c>void (long steps)</c> in the calling convention of x64 Unix systems.
/// </summary>
internal static unsafe class Vnni512Loop
{
    private const int Chains = 24;
    private const int Codes = 30;
    private const int Weights = 31;

    /// <summary>Of one step.</summary>
    public const int MultiplyAccumulates = 64 * Chains;

    /// <summary>Null where the system forbids machine code.</summary>
    public static Action? Load(long steps)
    {
        var code = (delegate* unmanaged<long, void>)ExecutableMemory.Load([.. Assemble()]);
        return code == null ? null : () => code(steps);
    }

    private static List<byte> Assemble()
    {
        List<byte> code = [];
        for (int sums = 0; sums < Chains; sums++)
        {
            code.AddRange(Vpdpbusd(sums, Codes, Weights));
        }

        code.AddRange([0x48, 0xFF, 0xCF]);                                        // dec rdi
        int back = -(code.Count + 6);
        code.AddRange([0x0F, 0x85, .. BitConverter.GetBytes(back)]);              // jnz to the start
        code.AddRange([0xC5, 0xF8, 0x77, 0xC3]);                                  // vzeroupper; ret
        return code;
    }

    /// <summary>EVEX.512.66.0F38.W0 50 /r; the prefix holds most register bits inverted.</summary>
    private static byte[] Vpdpbusd(int sums, int codes, int weights)
    {
        static int Not(int register, int bit) => (~register >> bit) & 1;
        return
        [
            0x62,
            (byte)((Not(sums, 3) << 7) | (Not(weights, 4) << 6) | (Not(weights, 3) << 5) | (Not(sums, 4) << 4) | 2),
            (byte)(((~codes & 15) << 3) | 4 | 1),
            (byte)((2 << 5) | (Not(codes, 4) << 3)),
            0x50,
            (byte)(0xC0 | ((sums & 7) << 3) | (weights & 7)),
        ];
    }
}
