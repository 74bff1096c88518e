using System;
using System.Collections.Generic;
using System.Linq;
using Octavo.Harness;

namespace Octavo.Benchmarks.Startup;

/// <summary>
/// A program that is started again and again. It prints a line as soon as it has its first result, and then the most memory that it has held.
/// </summary>
/// <param name="Items">What its project file adds.</param>
/// <param name="UsesOctavo">Whether it references the package.</param>
internal sealed record StartupProgram(string Name, string Source, string Items, bool UsesOctavo)
{
    private const string PrintPeakMemory = """
        foreach (string line in System.IO.File.ReadLines("/proc/self/status"))
        {
            if (line.StartsWith("VmHWM:", System.StringComparison.Ordinal))
            {
                System.Console.WriteLine(line);
            }
        }
        """;

    /// <summary>What any program costs.</summary>
    public static StartupProgram Empty { get; } = new("empty", $"""
        System.Console.WriteLine("ready");
        {PrintPeakMemory}
        """, "", UsesOctavo: false);

    /// <summary>The first inference of a compiled network with one float input.</summary>
    public static StartupProgram Octavo(string modelPath) => new("octavo", $"""
        float[] input = new float[App.Network.InputLength], output = new float[App.Network.OutputLength];
        App.Network.Infer(input, output);
        System.Console.WriteLine(output[0]);
        {PrintPeakMemory}
        """, $"""<ItemGroup><AdditionalFiles Include="{modelPath}" ClassName="Network" /></ItemGroup>""", UsesOctavo: true);

    /// <summary>A session and its first inference, with the same input.</summary>
    public static StartupProgram OnnxRuntime(string modelPath, IReadOnlyList<int> shape) => new("onnxruntime", $$"""
        using Octavo.Benchmarks.OnnxRuntime;
        byte[] input = new byte[sizeof(float) * {{shape.Aggregate(1, (product, size) => product * size)}}];
        using var session = OrtSession.Open(OrtEnvironment.Create(), {{Quote(modelPath)}}, 1);
        session.SetInputs([(new long[] { {{string.Join(", ", shape)}} }, input)]);
        session.Run();
        System.Console.WriteLine(System.BitConverter.ToSingle(session.GetOutputs()[0]));
        {{PrintPeakMemory}}
        """, $"""<ItemGroup><Compile Include="{Repository.PathOf("Benchmarks", "OnnxRuntime")}/*.cs" /></ItemGroup>""", UsesOctavo: false);

    private static string Quote(string text) => $"@\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
