namespace Octavo.Runtime;

/// <summary>The processor features that kernels are written for. All of them compute the same bits.</summary>
public enum InstructionSet
{
    /// <summary>Plain C#. It defines the results.</summary>
    Scalar,

    /// <summary>x64 with SSE4.1.</summary>
    Vector128,

    /// <summary>x64 with AVX2 and FMA.</summary>
    Avx2,

    /// <summary>x64 with AVX-512 F, BW and VL.</summary>
    Avx512BW,

    /// <summary>x64 with AVX2, FMA and the 256-bit VPDPBUSD.</summary>
    AvxVnni,

    /// <summary>x64 with the 512-bit VPDPBUSD, in machine code since .NET has no intrinsic for it; all else as <see cref="Avx512BW"/> or <see cref="Avx2"/>.</summary>
    Avx512Vnni,

    /// <summary>Arm64.</summary>
    AdvSimd,

    /// <summary>Arm64 with SDOT.</summary>
    ArmDp,
}
