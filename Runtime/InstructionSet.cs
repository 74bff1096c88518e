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

    /// <summary>Arm64.</summary>
    AdvSimd,

    /// <summary>Arm64 with SDOT.</summary>
    ArmDp,
}
