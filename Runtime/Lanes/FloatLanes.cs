using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>How wide the float kernels run: as wide as the processor allows, or as the instruction set that is forced on the kernels says.</summary>
internal static class FloatLanes
{
    private static readonly int widest = InstructionSets.Vectors switch
    {
        InstructionSet.Scalar => 1,
        InstructionSet.Avx512BW => 16,

        // Preferred to AVX-512 for dot products, of which floats know nothing.
        InstructionSet.AvxVnni => Avx512F.IsSupported ? 16 : 8,
        InstructionSet.Avx2 => 8,
        _ => 4,
    };

    // What the compiler knows to be false removes a whole instantiation of each kernel.
    public static bool Use16 => Vector512.IsHardwareAccelerated && widest >= 16;

    public static bool Use8 => Vector256.IsHardwareAccelerated && widest >= 8;

    public static bool Use4 => widest >= 4;
}
