using System.Collections.Generic;
using System.Linq;
using System.Runtime.Intrinsics;
using Octavo.Runtime;
using Xunit;
using Avx2Epilogue = Octavo.Runtime.LaneEpilogue<Octavo.Runtime.Avx2Lanes, System.Runtime.Intrinsics.Vector256<int>, System.Runtime.Intrinsics.Vector256<float>>;

namespace Octavo.Generator.Tests.Kernels;

public sealed class ConvolutionTests
{
    static readonly Dictionary<string, ConvolutionCase> cases = new()
    {
        ["3x3"] = new() { Height = 5, Width = 7, Window = 3, InputChannels = 16, Channels = 48 },
        ["3x3 stride 2, 3 channels"] = new() { Height = 4, Width = 5, Window = 3, Stride = 2, InputChannels = 3, Channels = 17 },
        ["7x7 stride 2"] = new() { Height = 3, Width = 3, Window = 7, Stride = 2, InputChannels = 3, Channels = 64 },
        ["2x2 dilated"] = new() { Height = 3, Width = 5, Window = 2, Dilation = 3, InputChannels = 5, Channels = 5 },
        ["items"] = new() { Items = 3, Height = 2, Width = 3, InputChannels = 6, Channels = 33 },
        ["groups"] = new() { Height = 3, Width = 3, Window = 3, Groups = 3, InputChannels = 5, Channels = 18 },
        ["groups of one channel"] = new() { Height = 3, Width = 4, Groups = 5, InputChannels = 1, Channels = 1 },
        ["output gap"] = new() { Height = 3, Width = 4, InputChannels = 9, Channels = 20, OutputGap = 3 },
        ["panel blocks"] = new() { Height = 4, Width = 4, InputChannels = 12, Channels = 100, PanelBlock = 3 },
        ["pixel tiles"] = new() { Height = 9, Width = 5, InputChannels = 8, Channels = 80 },
        ["dense"] = new() { InputChannels = 70, Channels = 200 },
        ["dense, batch 2"] = new() { Items = 2, InputChannels = 70, Channels = 75 },
        ["pairs"] = new() { Height = 5, Width = 3, Window = 3, InputChannels = 7, Channels = 40, PairsFitInt16 = true },
        ["pairs, dense"] = new() { InputChannels = 67, Channels = 100, PairsFitInt16 = true },
        ["extreme"] = new() { Height = 3, Width = 3, InputChannels = 66, Channels = 49, Extreme = true },
        ["wrapping"] = new() { Height = 3, Width = 3, InputChannels = 66, Channels = 49, Epilogue = new() { HugeBias = true } },
        ["clamped"] = new() { Height = 3, Width = 3, InputChannels = 8, Channels = 20, Epilogue = new() { Clamped = true } },
        ["clamped, many channels"] = new() { Height = 3, Width = 3, InputChannels = 8, Channels = 150, Epilogue = new() { Clamped = true } },
        ["wrapping, many channels"] = new() { Height = 3, Width = 3, InputChannels = 66, Channels = 150, Epilogue = new() { HugeBias = true } },
        ["beyond int32"] = new() { Height = 3, Width = 3, InputChannels = 66, Channels = 150, Epilogue = new() { HugeMultiplier = true } },
        ["weight zero points"] = new() { Height = 3, Width = 5, Window = 3, InputChannels = 7, Channels = 35, PanelBlock = 2, Epilogue = new() { WeightZeroPoints = true } },
        ["weight zero points, groups"] = new() { Height = 3, Width = 5, Window = 2, Groups = 2, InputChannels = 37, Channels = 3, Epilogue = new() { WeightZeroPoints = true } },
        ["residual"] = new() { Height = 3, Width = 4, InputChannels = 8, Channels = 37, OutputGap = 1, Epilogue = new() { Kind = EpilogueKind.CodesPlusResidual } },
        ["residual first"] = new() { Height = 3, Width = 4, InputChannels = 8, Channels = 24, Epilogue = new() { Kind = EpilogueKind.CodesPlusResidual, ResidualFirst = true, Clamped = true } },
        ["residual, groups"] = new() { Height = 3, Width = 4, Groups = 2, InputChannels = 8, Channels = 17, Epilogue = new() { Kind = EpilogueKind.CodesPlusResidual } },
        ["residual, many channels"] = new() { Height = 5, Width = 5, InputChannels = 24, Channels = 160, Epilogue = new() { Kind = EpilogueKind.CodesPlusResidual } },
        ["residual first, many channels"] = new() { Height = 5, Width = 5, InputChannels = 24, Channels = 144, Epilogue = new() { Kind = EpilogueKind.CodesPlusResidual, ResidualFirst = true } },
        ["up to int32"] = new() { Height = 3, Width = 3, InputChannels = 66, Channels = 150, Epilogue = new() { HugeBias = true, LargestReducingMultiplier = true } },
        ["residual, panel blocks"] = new() { Height = 4, Width = 4, InputChannels = 12, Channels = 100, PanelBlock = 3, Epilogue = new() { Kind = EpilogueKind.CodesPlusResidual, HugeMultiplier = true } },
        ["float"] = new() { Height = 3, Width = 4, InputChannels = 8, Channels = 21, OutputGap = 2, Epilogue = new() { Kind = EpilogueKind.Float } },
        ["float, bias"] = new() { Height = 3, Width = 4, InputChannels = 8, Channels = 32, Epilogue = new() { Kind = EpilogueKind.Float, FloatBias = true } },
        ["float, bias, clamped, zero points"] = new() { InputChannels = 30, Channels = 50, Epilogue = new() { Kind = EpilogueKind.Float, FloatBias = true, Clamped = true, WeightZeroPoints = true } },
        ["float, dynamic"] = new() { Height = 3, Width = 4, InputChannels = 8, Channels = 37, Epilogue = new() { Kind = EpilogueKind.Float, FloatBias = true, DynamicInput = true } },
        ["float, dynamic, zero points"] = new() { Height = 3, Width = 2, Groups = 2, InputChannels = 9, Channels = 19, Epilogue = new() { Kind = EpilogueKind.Float, DynamicInput = true, WeightZeroPoints = true } },
        ["accumulators"] = new() { Height = 3, Width = 4, InputChannels = 8, Channels = 21, OutputGap = 2, Epilogue = new() { Kind = EpilogueKind.Accumulators } },
        ["sparse"] = new() { Height = 5, Width = 7, Window = 3, InputChannels = 16, Channels = 48, Zeros = 0.6 },
        ["sparse, 3 channels"] = new() { Height = 4, Width = 5, Window = 3, Stride = 2, InputChannels = 3, Channels = 17, Zeros = 0.5 },
        ["sparse, dilated"] = new() { Height = 3, Width = 5, Window = 2, Dilation = 3, InputChannels = 5, Channels = 5, Zeros = 0.5 },
        ["sparse, groups"] = new() { Height = 3, Width = 3, Window = 3, Groups = 3, InputChannels = 5, Channels = 18, Zeros = 0.5 },
        ["sparse, panel blocks"] = new() { Height = 4, Width = 4, InputChannels = 12, Channels = 100, PanelBlock = 3, Zeros = 0.4 },
        ["sparse, nothing left"] = new() { Height = 4, Width = 4, InputChannels = 12, Channels = 100, Zeros = 1 },
        ["sparse, one pixel"] = new() { InputChannels = 170, Channels = 203, PanelBlock = 5, Zeros = 0.7 },
        ["sparse, one pixel, clamped"] = new() { InputChannels = 64, Channels = 48, Zeros = 0.7, Epilogue = new() { Clamped = true } },
        ["sparse, batch"] = new() { Items = 3, InputChannels = 70, Channels = 75, Zeros = 0.7 },
        ["sparse, pairs"] = new() { Height = 5, Width = 3, Window = 3, InputChannels = 7, Channels = 40, PairsFitInt16 = true, Zeros = 0.7 },
        ["sparse, pairs, one pixel"] = new() { InputChannels = 67, Channels = 100, PairsFitInt16 = true, Zeros = 0.7 },
        ["sparse, output gap, clamped"] = new() { Height = 3, Width = 3, InputChannels = 8, Channels = 150, OutputGap = 3, Zeros = 0.5, Epilogue = new() { Clamped = true } },
        ["sparse, beyond int32"] = new() { Height = 3, Width = 3, InputChannels = 66, Channels = 50, Zeros = 0.5, Epilogue = new() { HugeMultiplier = true } },
        ["sparse, residual"] = new() { Height = 3, Width = 4, InputChannels = 8, Channels = 37, OutputGap = 1, Zeros = 0.5, Epilogue = new() { Kind = EpilogueKind.CodesPlusResidual } },
        ["sparse, residual first"] = new() { Height = 5, Width = 5, Window = 2, InputChannels = 24, Channels = 144, Zeros = 0.5, Epilogue = new() { Kind = EpilogueKind.CodesPlusResidual, ResidualFirst = true } },
        ["sparse, residual, panel blocks"] = new() { Height = 4, Width = 4, InputChannels = 12, Channels = 100, PanelBlock = 3, Zeros = 0.5, Epilogue = new() { Kind = EpilogueKind.CodesPlusResidual, HugeMultiplier = true } },
        ["sparse, float"] = new() { Height = 3, Width = 4, InputChannels = 8, Channels = 37, OutputGap = 2, Zeros = 0.5, Epilogue = new() { Kind = EpilogueKind.Float, FloatBias = true, Clamped = true } },
        ["sparse, float, dynamic"] = new() { Height = 3, Width = 4, InputChannels = 18, Channels = 64, PanelBlock = 3, Zeros = 0.5, Epilogue = new() { Kind = EpilogueKind.Float, DynamicInput = true } },
        ["sparse, accumulators"] = new() { Height = 3, Width = 4, InputChannels = 18, Channels = 50, Zeros = 0.5, Epilogue = new() { Kind = EpilogueKind.Accumulators } },
        ["accumulators, dynamic, zero points"] = new() { Height = 3, Width = 4, InputChannels = 8, Channels = 50, Epilogue = new() { Kind = EpilogueKind.Accumulators, DynamicInput = true, WeightZeroPoints = true } },
    };

    public static IEnumerable<object[]> Cases() => EveryInstructionSet.Times(cases.Keys);

    [SkippableTheory]
    [MemberData(nameof(Cases))]
    public void EqualsTheDefinition(string name, InstructionSet set)
    {
        EveryInstructionSet.SkipUnlessSupported(set);
        cases[name].Check(set);
    }

    public static IEnumerable<object[]> Names() => cases.Keys.Select(name => new object[] { name });

    /// <summary>Its VPDPBUSD replaced by older instructions, the AVX-VNNI tile runs on processors that lack it.</summary>
    [SkippableTheory]
    [MemberData(nameof(Names))]
    public unsafe void TheAvxVnniTileEqualsTheDefinition(string name)
    {
        EveryInstructionSet.SkipUnlessSupported(InstructionSet.Avx2);
        cases[name].Check((nint x, nint panels, nint y, in ConvolutionShape shape, in Epilogue epilogue, int part, int parts) =>
            ConvolutionDriver<TileSweep<AvxVnniTile<EmulatedVpdpbusd>, Avx2Epilogue>>.Run((byte*)x, (sbyte*)panels, (byte*)y, shape, epilogue, part, parts));
    }

    [SkippableTheory]
    [MemberData(nameof(EveryInstructionSet.Alone), MemberType = typeof(EveryInstructionSet))]
    public void EqualsTheDefinitionForEveryK(InstructionSet set)
    {
        EveryInstructionSet.SkipUnlessSupported(set);
        for (int k = 1; k <= 70; k++)
        {
            foreach (int channels in (int[])[1, 3, 5, 16, 17, 48])
            {
                new ConvolutionCase { Width = 3, InputChannels = k, Channels = channels, PairsFitInt16 = k % 2 == 0 }.Check(set);
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(EveryInstructionSet.Alone), MemberType = typeof(EveryInstructionSet))]
    public void EqualsTheDefinitionForEveryNumberOfPixels(InstructionSet set)
    {
        EveryInstructionSet.SkipUnlessSupported(set);
        for (int width = 1; width <= 26; width++)
        {
            new ConvolutionCase { Width = width, InputChannels = 10, Channels = 70, Window = 2 }.Check(set);
        }
    }

    readonly struct EmulatedVpdpbusd : IQuadProduct
    {
        public static Vector256<int> Accumulate(Vector256<int> sum, Vector256<byte> activations, Vector256<sbyte> weights)
        {
            WideningProduct256.SplitActivations(activations.AsInt16(), out Vector256<short> evenActivations, out Vector256<short> oddActivations);
            WideningProduct256.SplitWeights(weights.AsInt16(), out Vector256<short> evenWeights, out Vector256<short> oddWeights);
            return WideningProduct256.Accumulate(sum, evenActivations, oddActivations, evenWeights, oddWeights);
        }
    }
}
