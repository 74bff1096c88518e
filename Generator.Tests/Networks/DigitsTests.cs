using System;
using System.IO;
using System.Linq;
using Octavo.Harness;
using Octavo.Runtime;
using Xunit;

namespace Octavo.Generator.Tests.Networks;

/// <summary>The sample's network, which the repository holds together with its inputs: the whole way from the file to the answer.</summary>
public sealed class DigitsTests(DigitsNetwork digits) : IClassFixture<DigitsNetwork>
{
    private const int Classes = 10;

    private static readonly int[][] Lines = [.. File.ReadLines(Repository.PathOf("Sample", "Data", "digits.txt")).Where(l => !l.StartsWith('#')).Select(Numbers)];

    private readonly CompiledNetwork _network = digits.Network;

    public static TheoryData<string> InstructionSetNames => [.. InstructionSets.Available.Select(set => set.ToString())];

    [Fact]
    public void Answers_are_those_of_the_training_script()
    {
        int[] answers = [.. Lines.Select(line => Best((float[])_network.Run(Image(line))[0]))];
        Assert.Equal(Lines.Select(line => line[1]), answers);
    }

    [Fact]
    public void A_batch_gives_the_scores_of_its_items()
    {
        float[] single = [.. Lines.SelectMany(line => (float[])_network.Run(Image(line))[0])];
        float[] batch = (float[])_network.Run(Lines.SelectMany(Image).ToArray())[0];
        Assert.Equal(single, batch);
    }

    [Theory]
    [MemberData(nameof(InstructionSetNames))]
    public void Every_instruction_set_gives_the_same_bits(string instructionSet)
    {
        using var forced = CompiledNetwork.Load(_network.Model, DigitsNetwork.Options, instructionSet);
        float[] images = [.. Lines.SelectMany(Image)];
        Assert.Equal((float[])_network.Run(images)[0], (float[])forced.Run(images)[0]);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void An_instance_gives_the_scores_of_the_static_method(int threads)
    {
        using var instance = _network.CreateInstance(threads);
        foreach (int[] line in Lines)
        {
            float[] image = Image(line), scores = new float[Classes];
            instance.Run([image], [scores]);
            Assert.Equal((float[])_network.Run(image)[0], scores);
        }
    }

    [Fact]
    public void Inference_allocates_nothing_after_the_first_call()
    {
        Array[] inputs = [Image(Lines[0])], outputs = [new float[Classes]];
        _network.Run(inputs, outputs);
        long before = GC.GetAllocatedBytesForCurrentThread();
        _network.Run(inputs, outputs);
        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
    }

    private static int[] Numbers(string line) => [.. line.Split(' ').Select(int.Parse)];

    private static float[] Image(int[] line) => [.. line.Skip(2).Select(pixel => pixel / 16f)];

    private static int Best(float[] scores) => Array.IndexOf(scores, scores.Max());
}
