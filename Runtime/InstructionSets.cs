using System;
using System.Collections.Generic;
using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>Which instruction set the kernels use on this processor.</summary>
public static class InstructionSets
{
    /// <summary>The AppContext data element (<c>runtimeconfig.json</c>) that forces an instruction set by name.</summary>
    public const string DataName = "Octavo.InstructionSet";

    /// <summary>The environment variable that forces an instruction set by name; the AppContext data element goes before it.</summary>
    public const string EnvironmentVariable = "OCTAVO_INSTRUCTION_SET";

    static readonly InstructionSet[] bestFirst =
        [InstructionSet.Avx512Vnni, InstructionSet.AvxVnni, InstructionSet.Avx512BW, InstructionSet.Avx2, InstructionSet.Vector128, InstructionSet.ArmDp, InstructionSet.AdvSimd, InstructionSet.Scalar];

    static readonly string? problem;
    static readonly InstructionSet selected = Select(
        AppContext.GetData(DataName) as string ?? Environment.GetEnvironmentVariable(EnvironmentVariable), out problem);
    static readonly InstructionSet vectors = VectorsOf(selected);

    /// <summary>The instruction set in use: the best available one unless another is forced.</summary>
    /// <exception cref="PlatformNotSupportedException">The forced one is unknown, or this processor lacks it.</exception>
    public static InstructionSet Current => problem is null ? selected : throw new PlatformNotSupportedException(problem);

    /// <summary>What kernels without dot products use: <see cref="Current"/>, or the vectors that go with it when it is about dot products alone.</summary>
    public static InstructionSet Vectors => problem is null ? vectors : Current;

    /// <summary>What this processor has, best first; <see cref="InstructionSet.Scalar"/> is always the last.</summary>
    public static IReadOnlyList<InstructionSet> Available { get; } = Array.FindAll(bestFirst, IsSupported);

    /// <summary>Whether this processor, and this runtime, have the instruction set.</summary>
    public static bool IsSupported(InstructionSet set) => set switch
    {
        InstructionSet.Scalar => true,
        InstructionSet.Vector128 => Sse41.IsSupported,
        InstructionSet.Avx2 => Avx2.IsSupported && Fma.IsSupported,
        InstructionSet.Avx512BW => Avx512BW.VL.IsSupported && Avx512F.VL.IsSupported && Avx2.IsSupported && Fma.IsSupported,
        InstructionSet.AvxVnni => AvxVnni.IsSupported && Avx2.IsSupported && Fma.IsSupported,
        InstructionSet.Avx512Vnni => Vnni512BlockCode.IsSupported && Avx2.IsSupported && Fma.IsSupported,
        InstructionSet.AdvSimd => AdvSimd.Arm64.IsSupported,
        InstructionSet.ArmDp => Dp.Arm64.IsSupported && AdvSimd.Arm64.IsSupported,
        _ => false,
    };

    internal static InstructionSet VectorsOf(InstructionSet set) =>
        set != InstructionSet.Avx512Vnni ? set : IsSupported(InstructionSet.Avx512BW) ? InstructionSet.Avx512BW : InstructionSet.Avx2;

    /// <summary>The instruction set for a forced name, or the best one when nothing is forced.</summary>
    internal static InstructionSet Select(string? forced, out string? problem)
    {
        problem = null;
        if (string.IsNullOrWhiteSpace(forced))
        {
            return Array.Find(bestFirst, IsSupported);
        }

        string names = string.Join(", ", Enum.GetNames<InstructionSet>());
        if (!Enum.TryParse(forced.Trim(), ignoreCase: true, out InstructionSet set) || !Enum.IsDefined(set))
        {
            problem = $"{DataName} (or {EnvironmentVariable}) asks for the instruction set '{forced}', which is none of {names}.";
        }
        else if (!IsSupported(set))
        {
            problem = $"{DataName} (or {EnvironmentVariable}) asks for the instruction set {set}, which this processor lacks. Available: {string.Join(", ", Array.FindAll(bestFirst, IsSupported))}.";
        }

        return set;
    }
}
