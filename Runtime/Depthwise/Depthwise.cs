using System.ComponentModel;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>Depthwise convolutions of u8 activations and s16 weights. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Depthwise
{
    /// <summary>Computes one part of a depthwise convolution. The parts write disjoint outputs, and any number of them gives the same bits.</summary>
    /// <param name="x">The first window's first byte.</param>
    /// <param name="weights">Panels as <see cref="DepthwiseShape"/> describes them, at any alignment.</param>
    /// <param name="y">The first output pixel: codes, or floats for <see cref="EpilogueKind.Float"/>.</param>
    /// <param name="epilogue">Its weight zero points must be null: the weights are free of them already.</param>
    /// <param name="part">0 to <paramref name="parts"/> − 1.</param>
    public static void Run(byte* x, short* weights, byte* y, in DepthwiseShape shape, in Epilogue epilogue, int part, int parts) =>
        Run(InstructionSets.Current, x, weights, y, shape, epilogue, part, parts);

    internal static void Run(InstructionSet set, byte* x, short* weights, byte* y, in DepthwiseShape shape, in Epilogue epilogue, int part, int parts)
    {
        switch (set == InstructionSet.Avx512Vnni && !Vnni512Depthwise.Fits(shape, epilogue) ? InstructionSets.VectorsOf(set) : set)
        {
            case InstructionSet.Avx512Vnni:
                Vnni512Depthwise.Run(x, y, shape, epilogue, part, parts);
                break;
            case InstructionSet.Avx512BW:
            case InstructionSet.AvxVnni when Avx512BW.VL.IsSupported:
                DepthwiseDriver<Avx512DepthwiseTile, Avx512Epilogue>.Run(x, weights, y, shape, epilogue, part, parts);
                break;
            case InstructionSet.Avx2:
            case InstructionSet.AvxVnni:
                DepthwiseDriver<Avx2DepthwiseTile, Avx2Epilogue>.Run(x, weights, y, shape, epilogue, part, parts);
                break;
            case InstructionSet.Vector128:
                DepthwiseDriver<Vector128DepthwiseTile, Vector128Epilogue>.Run(x, weights, y, shape, epilogue, part, parts);
                break;
            case InstructionSet.AdvSimd:
            case InstructionSet.ArmDp:
                DepthwiseDriver<AdvSimdDepthwiseTile, AdvSimdEpilogue>.Run(x, weights, y, shape, epilogue, part, parts);
                break;
            default:
                DepthwiseDriver<ScalarDepthwiseTile, ScalarEpilogue>.Run(x, weights, y, shape, epilogue, part, parts);
                break;
        }
    }
}
