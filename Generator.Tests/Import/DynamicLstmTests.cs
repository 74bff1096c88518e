using System.Collections.Generic;
using System.Linq;
using Octavo.Compiler;
using Octavo.Compiler.Reference;
using Octavo.Generator.Tests.Support;
using Xunit;

namespace Octavo.Generator.Tests.Import;

/// <summary>What DynamicQuantizeLSTM computes, to the bits that ONNX Runtime gave on x64.</summary>
public sealed class DynamicLstmTests
{
    [Fact]
    public void Forward_with_a_scale_per_column() => Check(
        new DynamicLstmModel("forward", Signed: true, PerColumn: true),
        [0.0199891813f, -0.0417019464f, 0.273917198f, 0.0691748261f, 0.0286162812f, 0.0870264173f, -0.0858763307f, -0.324585497f, 0.323408514f, -0.289382547f],
        [0.0294729844f, -0.259351969f, 0.654337406f, 0.0956629962f, 0.124276504f, 0.154177487f, -0.138173282f, -0.646658421f, 0.79220432f, -0.440935403f]);

    [Fact]
    public void Reverse_with_unsigned_weights_and_one_scale() => Check(
        new DynamicLstmModel("reverse", Signed: false, PerColumn: false),
        [0.134348378f, -0.173940301f, -0.139677227f, 0.149933919f, -0.0749182031f, 0.153580889f, -0.0667294636f, -0.29541567f, 0.267842144f, -0.110264748f],
        [0.363075405f, -0.29257822f, -0.284700841f, 0.380465657f, -0.118056677f, 0.295449495f, -0.153367192f, -0.691251278f, 0.537282348f, -0.233905137f]);

    [Fact]
    public void Both_directions_with_peepholes_and_a_clip_that_spares_the_cell() => Check(
        new DynamicLstmModel("bidirectional", Signed: true, PerColumn: false) { Peepholes = true, Attributes = [("clip", 0.75f)] },
        [0.0229352619f, 0.00497146929f, -0.0129968729f, -0.102610968f, 0.187305659f, 0.0403073691f, 0.0487654246f, -0.0816794932f, -0.149579242f, 0.210091621f],
        [0.0598647296f, 0.00731995702f, -0.0267828703f, -0.317038149f, 0.283111721f, 0.0695628226f, 0.0775854811f, -0.205308601f, -0.333275765f, 0.322508037f]);

    [Fact]
    public void Coupled_gates_and_sequences_of_different_lengths() => Check(
        new DynamicLstmModel("bidirectional", Signed: false, PerColumn: true) { Lengths = [2, 4], Peepholes = true, Attributes = [("input_forget", 1)] },
        [-0.112154871f, -0.252540618f, -0.0249949191f, -0.140967861f, 0.0559999533f, 0.0849418417f, 0.00476463651f, -0.105441034f, -0.192075059f, 0.253397197f],
        [-0.265868396f, -0.313895911f, -0.0496646166f, -0.417649806f, 0.0645716339f, 0.144578755f, 0.00745531684f, -0.272841215f, -0.426738203f, 0.378526956f]);

    [Fact]
    public void What_lies_behind_the_longest_sequence_extends_no_range_and_empty_ones_have_no_state() => Check(
        new DynamicLstmModel("reverse", Signed: true, PerColumn: true) { Lengths = [3, 0] },
        [0.120849706f, -0.300799072f, 0.0724012032f, 0.109693266f, -0.0974994674f, 0f, 0f, 0f, 0f, 0f],
        [0.394613206f, -0.440710932f, 0.135882914f, 0.317660302f, -0.126695156f, 0f, 0f, 0f, 0f, 0f]);

    /// <summary>Without the states of all steps nobody clears those of sequences that ended.</summary>
    [Fact]
    public void Ended_sequences_keep_their_states_where_only_the_last_ones_are_asked_for() => Check(
        new DynamicLstmModel("forward", Signed: true, PerColumn: true) { Lengths = [3, 1], LastOnly = true },
        [0.0929872841f, -0.229501739f, 0.044916492f, 0.102224678f, 0.0152079398f, 0.0252633784f, 0.149700716f, -0.181344837f, -0.0917398259f, 0.033282619f],
        [0.223459974f, -0.396257102f, 0.0792884231f, 0.228788033f, 0.0223336443f, 0.175754845f, 0.238622606f, -0.392562926f, -0.173612729f, 0.0531084836f]);

    [Fact]
    public void Weights_have_to_be_constants()
    {
        OnnxBuilder model = new DynamicLstmModel("forward", true, true).Build();
        model.Model.Graph.Initializer.Remove(model.Model.Graph.Initializer.Single(i => i.Name == "r"));
        model.Input("r", ElementType.Int8, 1, 5, 20);
        Assert.Contains("constants only", Importing.Refused(model).Message);
    }

    [Fact]
    public void Weights_of_another_size_are_refused() =>
        Assert.Equal(ProblemKind.InvalidGraph, Importing.Refused(new DynamicLstmModel("forward", true, true) { Attributes = [("hidden_size", 6)], Hidden = 5 }.Build()).Kind);

    private static void Check(DynamicLstmModel model, float[] state, float[] cell)
    {
        IReadOnlyList<TensorData> results = Evaluator.Run(Importing.Graph(model.Build()), [model.X]);
        Assert.Equal(state, results[^2].ToFloats()[^state.Length..]);
        Assert.Equal(cell, results[^1].ToFloats()[^cell.Length..]);
    }
}
