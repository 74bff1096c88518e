using System;
using System.Collections.Generic;
using System.Linq;

namespace Octavo.Compiler.Passes;

/// <summary>The compiler's passes, in the order in which they run.</summary>
public static class Pipeline
{
    private static readonly (string Name, Action<Graph, ICollection<Problem>> Run)[] Passes =
    [
        // What the model says, in fewer types and words.
        Pass(nameof(WidenTinyIntegers), WidenTinyIntegers.Run),
        Pass(nameof(LowerHalfFloats), LowerHalfFloats.Run),
        Pass(nameof(FoldConstants), FoldConstants.Run),
        Pass(nameof(RemoveIdentities), RemoveIdentities.Run),
        Pass(nameof(RecognizeNormalizations), RecognizeNormalizations.Run),
        Pass(nameof(RecognizeGelu), RecognizeGelu.Run),
        Pass(nameof(LowerGemm), LowerGemm.Run),
        Pass(nameof(FuseScales), FuseScales.Run),
        Pass(nameof(FuseBias), FuseBias.Run),
        Pass(nameof(FoldBatchNormalization), FoldBatchNormalization.Run),
        Pass(nameof(ExpandBatchNormalization), ExpandBatchNormalization.Run),
        Pass(nameof(NormalizeConvolutions), NormalizeConvolutions.Run),

        // Quantization moves from nodes into types.
        Pass(nameof(MergeDuplicates), MergeDuplicates.Run),
        Pass(nameof(SinkDequantize), SinkDequantize.Run),
        Pass(nameof(RaiseQuantize), RaiseQuantize.Run),
        Pass(nameof(RemoveRoundTrips), RemoveRoundTrips.Run),
        Pass("FoldMovedConstants", FoldConstants.Run),
        Pass(nameof(QuantizationCheck), QuantizationCheck.Run),
        Pass(nameof(AbsorbConvolutions), AbsorbConvolutions.Run),
        Pass(nameof(AbsorbProducts), AbsorbProducts.Run),
        Pass(nameof(AbsorbDynamicProducts), AbsorbDynamicProducts.Run),
        Pass(nameof(AbsorbElementwise), AbsorbElementwise.Run),
        Pass(nameof(AbsorbWeights), AbsorbWeights.Run),
        Pass(nameof(AbsorbConversions), AbsorbConversions.Run),
        Pass("FoldDequantizedConstants", FoldConstants.RunLast),

        // Integer networks as kernels like them.
        Pass(nameof(FoldPads), FoldPads.Run),
        Pass(nameof(AlignConcats), AlignConcats.Run),
        Pass(nameof(UseUnsignedCodes), UseUnsignedCodes.Run),
        Pass(nameof(UseSignedWeights), UseSignedWeights.Run),
        Pass(nameof(BuildTables), BuildTables.Run),
        Pass(nameof(RecognizeShuffles), RecognizeShuffles.Run),
        Pass(nameof(SinkReshapes), SinkReshapes.Run),
        Pass(nameof(FuseActivations), FuseActivations.Run),
        Pass(nameof(LowerToFloat), LowerToFloat.Run),
        Pass("FoldFloatConstants", FoldConstants.RunLast),

        // Channels last, with as few transposes as possible.
        Pass(nameof(UseChannelsLast), UseChannelsLast.Run),
        Pass(nameof(SinkTransposes), SinkTransposes.Run),
        Pass("MergeMoreDuplicates", MergeDuplicates.Run),
        Pass(nameof(RaiseTransposes), RaiseTransposes.Run),
        Pass(nameof(MoveSoftmaxAxes), MoveSoftmaxAxes.Run),
        Pass(nameof(PermuteWeights), PermuteWeights.Run),
        Pass(nameof(FuseMovement), FuseMovement.Run),
        Pass(nameof(ExpandPicks), ExpandPicks.Run),
        Pass(nameof(GatherReducedAxes), GatherReducedAxes.Run),
        Pass(nameof(SplitDynamicBias), SplitDynamicBias.Run),

        Pass(nameof(FuseResiduals), FuseResiduals.Run),
        Pass("FoldRemainingConstants", FoldConstants.RunLast),
        Pass("RemoveRemainingIdentities", RemoveIdentities.Run),
        Pass(nameof(FuseElementwise), FuseElementwise.Run),
        Pass(nameof(FloatFallbacks), FloatFallbacks.Run),
    ];

    /// <summary>The passes that only report.</summary>
    private static readonly HashSet<string> Reports = [nameof(QuantizationCheck), nameof(FloatFallbacks)];

    /// <summary>The names of the passes, in order.</summary>
    public static IReadOnlyList<string> Names { get; } = Passes.Select(p => p.Name).ToArray();

    /// <summary>Runs every pass with the verifier in between; returns what the user should know (operators left in float, for example).</summary>
    public static IReadOnlyList<Problem> Run(Graph graph) => RunThrough(graph, Names[Names.Count - 1]);

    /// <summary>Runs every pass that changes graphs.</summary>
    internal static void RunSilently(Graph graph)
    {
        foreach ((string name, Action<Graph, ICollection<Problem>> run) in Passes.Where(p => !Reports.Contains(p.Name)))
        {
            run(graph, []);
            Verifier.Verify(graph, name);
        }
    }

    /// <summary>Runs the passes up to and including the one named.</summary>
    public static IReadOnlyList<Problem> RunThrough(Graph graph, string last)
    {
        var problems = new List<Problem>();
        Verifier.Verify(graph, "import");
        foreach ((string name, Action<Graph, ICollection<Problem>> run) in Passes)
        {
            run(graph, problems);
            Verifier.Verify(graph, name);
            if (name == last)
            {
                return problems;
            }
        }

        throw new ArgumentException($"No pass is called '{last}'.", nameof(last));
    }

    private static (string Name, Action<Graph, ICollection<Problem>> Run) Pass(string name, Action<Graph> run) => (name, (graph, _) => run(graph));

    private static (string Name, Action<Graph, ICollection<Problem>> Run) Pass(string name, Action<Graph, ICollection<Problem>> run) => (name, run);
}
