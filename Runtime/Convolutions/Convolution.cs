using System.ComponentModel;
using System.Runtime.Intrinsics.X86;

namespace Octavo.Runtime;

/// <summary>Convolutions and matrix products of u8 activations and s8 weights. Called by generated code.</summary>
[EditorBrowsable(EditorBrowsableState.Never)]
public static unsafe class Convolution
{
    /// <summary>Computes one part of a convolution. The parts write disjoint outputs, and any number of them gives the same bits.</summary>
    /// <param name="x">The first window's first byte.</param>
    /// <param name="weights">Panels as <see cref="ConvolutionShape"/> describes them, at any alignment.</param>
    /// <param name="y">The first output pixel: codes, or floats for <see cref="EpilogueKind.Float"/>.</param>
    /// <param name="part">0 to <paramref name="parts"/> − 1.</param>
    public static void Run(byte* x, sbyte* weights, byte* y, in ConvolutionShape shape, in Epilogue epilogue, int part, int parts) =>
        Run(InstructionSets.Current, x, weights, y, shape, epilogue, part, parts);

    internal static void Run(InstructionSet set, byte* x, sbyte* weights, byte* y, in ConvolutionShape shape, in Epilogue epilogue, int part, int parts)
    {
        switch (set)
        {
            case InstructionSet.Avx512BW when shape.PairsFitInt16:
                ConvolutionDriver<TileSweep<Avx512BWTile<PairProduct512>, Avx512Epilogue>>.Run(x, weights, y, shape, epilogue, part, parts);
                break;
            case InstructionSet.Avx512BW:
                ConvolutionDriver<TileSweep<Avx512BWTile<WideningProduct512>, Avx512Epilogue>>.Run(x, weights, y, shape, epilogue, part, parts);
                break;
            case InstructionSet.Avx2 when shape.PairsFitInt16:
                ConvolutionDriver<TileSweep<Avx2Tile<PairProduct256>, Avx2Epilogue>>.Run(x, weights, y, shape, epilogue, part, parts);
                break;
            case InstructionSet.Avx2:
                ConvolutionDriver<TileSweep<Avx2Tile<WideningProduct256>, Avx2Epilogue>>.Run(x, weights, y, shape, epilogue, part, parts);
                break;
            case InstructionSet.Vector128 when shape.PairsFitInt16:
                ConvolutionDriver<TileSweep<Vector128Tile<PairProduct128>, Vector128Epilogue>>.Run(x, weights, y, shape, epilogue, part, parts);
                break;
            case InstructionSet.Vector128:
                ConvolutionDriver<TileSweep<Vector128Tile<WideningProduct128>, Vector128Epilogue>>.Run(x, weights, y, shape, epilogue, part, parts);
                break;
            case InstructionSet.AvxVnni when Avx512F.VL.IsSupported:
                ConvolutionDriver<TileSweep<AvxVnniTile<AvxVnniProduct>, Avx512Epilogue>>.Run(x, weights, y, shape, epilogue, part, parts);
                break;
            case InstructionSet.AvxVnni:
                ConvolutionDriver<TileSweep<AvxVnniTile<AvxVnniProduct>, Avx2Epilogue>>.Run(x, weights, y, shape, epilogue, part, parts);
                break;
            case InstructionSet.Avx512Vnni when Vnni512Convolution.Fits(shape, epilogue):
                ConvolutionDriver<Vnni512Convolution>.Run(x, weights, y, shape, epilogue, part, parts);
                break;
            case InstructionSet.Avx512Vnni when Vnni512FloatConvolution.Fits(shape, epilogue):
                ConvolutionDriver<Vnni512FloatConvolution>.Run(x, weights, y, shape, epilogue, part, parts);
                break;
            case InstructionSet.Avx512Vnni when Avx512F.VL.IsSupported:
                ConvolutionDriver<TileSweep<Avx512VnniTile, Avx512Epilogue>>.Run(x, weights, y, shape, epilogue, part, parts);
                break;
            case InstructionSet.Avx512Vnni:
                ConvolutionDriver<TileSweep<Avx512VnniTile, Avx2Epilogue>>.Run(x, weights, y, shape, epilogue, part, parts);
                break;
            case InstructionSet.ArmDp:
                ConvolutionDriver<TileSweep<ArmDpTile, AdvSimdEpilogue>>.Run(x, weights, y, shape, epilogue, part, parts);
                break;
            case InstructionSet.AdvSimd:
                ConvolutionDriver<TileSweep<AdvSimdTile, AdvSimdEpilogue>>.Run(x, weights, y, shape, epilogue, part, parts);
                break;
            default:
                ConvolutionDriver<TileSweep<ScalarTile, ScalarEpilogue>>.Run(x, weights, y, shape, epilogue, part, parts);
                break;
        }
    }
}
