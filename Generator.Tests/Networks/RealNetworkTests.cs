using System;
using System.Collections.Generic;
using System.IO;
using System.Linq;
using Octavo.Compiler;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Networks;

/// <summary>
/// Quantized networks that nobody here made, through the whole compiler: every recorded result of ONNX Runtime, bit for bit, and the same bits from every
/// instruction set. Where the kernels' arithmetic is ONNX Runtime's, QDQ networks are as exact as QOperator ones.
/// </summary>
public sealed class RealNetworkTests
{
    private static readonly string[] Names =
        ["kws_m_qdq", "kws_m_qoperator", "mlp_tanh_qdq", "mobilenet_v1_05_128_u8", "mobilenet_v2_244_qdq", "shufflenet_v2_qoperator"];

    public static TheoryData<string> Networks => new(Names);

    public static TheoryData<string, InstructionSet> NetworksAndInstructionSets
    {
        get
        {
            var data = new TheoryData<string, InstructionSet>();
            foreach (string name in Names)
            {
                foreach (InstructionSet set in Enum.GetValues<InstructionSet>())
                {
                    data.Add(name, set);
                }
            }

            return data;
        }
    }

    [SkippableTheory]
    [MemberData(nameof(Networks))]
    public void Results_are_those_of_ONNX_Runtime(string name)
    {
        Skip.IfNot(SharedData.IsPresent, SharedData.Absent);
        using CompiledNetwork network = Load(name);
        foreach (string folder in Cases(name))
        {
            Array[] outputs = network.Run(Inputs(network, folder));
            for (int i = 0; i < outputs.Length; i++)
            {
                Assert.Equal(network.Outputs[i].FromBytes(File.ReadAllBytes(Path.Combine(folder, $"output_{i}.bin"))), outputs[i]);
            }
        }
    }

    [SkippableTheory]
    [MemberData(nameof(NetworksAndInstructionSets))]
    public void Every_instruction_set_gives_the_same_bits(string name, InstructionSet set)
    {
        Skip.IfNot(SharedData.IsPresent, SharedData.Absent);
        Skip.IfNot(InstructionSets.IsSupported(set), $"This processor lacks {set}.");
        using CompiledNetwork network = Load(name, set.ToString());
        string folder = Cases(name).First();
        Assert.Equal(network.Outputs[0].FromBytes(File.ReadAllBytes(Path.Combine(folder, "output_0.bin"))), network.Run(Inputs(network, folder))[0]);
    }

    [SkippableTheory]
    [MemberData(nameof(Networks))]
    public void Inference_allocates_nothing_on_one_thread_or_on_two(string name)
    {
        Skip.IfNot(SharedData.IsPresent, SharedData.Absent);
        using CompiledNetwork network = Load(name);
        Array[] inputs = Inputs(network, Cases(name).First());
        Array[] outputs = [.. network.Outputs.Select(o => o.NewArray())];
        foreach (int threads in new[] { 1, 2 })
        {
            using NetworkInstance instance = network.CreateInstance(threads);
            instance.Run(inputs, outputs, times: 2);

            // The framework allocates once when a thread first has to sleep, which happens when it happens; an inference that allocates never gives 0.
            long[] allocated = [.. Enumerable.Range(0, 5).Select(_ => Allocated(instance, inputs, outputs))];
            Assert.Contains(0, allocated);
        }
    }

    private static long Allocated(NetworkInstance instance, Array[] inputs, Array[] outputs)
    {
        long before = GC.GetAllocatedBytesForCurrentThread();
        instance.Run(inputs, outputs, times: 3);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static CompiledNetwork Load(string name, string? instructionSet = null)
    {
        byte[] onnx = File.ReadAllBytes(SharedData.Path("models", name, "model.onnx"));
        return CompiledNetwork.Load(new ModelSource(name + ".onnx", onnx), new CompilerOptions("Network"), instructionSet);
    }

    private static IEnumerable<string> Cases(string name) => Directory.EnumerateDirectories(SharedData.Path("models", name), "case_*").Order(StringComparer.Ordinal);

    private static Array[] Inputs(CompiledNetwork network, string folder) =>
        [.. network.Inputs.Select((input, i) => input.FromBytes(File.ReadAllBytes(Path.Combine(folder, $"input_{i}.bin"))))];
}
