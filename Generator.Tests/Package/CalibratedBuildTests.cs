using System;
using System.IO;
using System.Linq;
using Octavo.Generator.Tests.Quantizing;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Octavo.Tool.Commands;
using Xunit;

namespace Octavo.Generator.Tests.Package;

/// <summary>A float model and its calibration in a project: what the build makes of them is what <c>octavo quantize</c> writes.</summary>
[Collection(PackageTests.Name)]
[Trait("Category", "Package")]
public class CalibratedBuildTests(OctavoPackage package)
{
    private const string Program = """
        using System;
        using System.Linq;
        float[] x = Enumerable.Range(0, 192).Select(i => (i * 37 % 101 - 50) / 50f).ToArray();
        foreach (float[] y in new[] { my_app.Small.Infer(x), my_app.Quantized.Infer(x) })
            Console.WriteLine(string.Join(" ", y.Select(BitConverter.SingleToInt32Bits)));
        """;

    [Fact]
    public void A_build_gives_the_bits_of_the_file_that_is_quantized_first()
    {
        using var app = new Consumer(package, "net10.0", """
            <ItemGroup>
              <AdditionalFiles Include="Models/small.onnx;Models/small.calibration.json;Models/quantized.onnx;Models/smal.calibration.json" />
            </ItemGroup>
            """, Program);
        using var folder = new TemporaryFolder();
        string model = app.Write("Models/small.onnx", SmallNetwork.Model), data = folder.Write("data.bin", SmallNetwork.Data);
        string calibration = Path.Combine(app.Folder, "Models", "small.calibration.json"), quantized = Path.Combine(app.Folder, "Models", "quantized.onnx");
        Assert.Equal(0, Root.Run(["calibrate", model, "--data", data, "--method", "entropy", "-o", calibration]));
        Assert.Equal(0, Root.Run(["quantize", model, "--calibration", calibration, "-o", quantized]));

        File.Copy(calibration, Path.Combine(app.Folder, "Models", "smal.calibration.json"));
        Assert.Contains("warning OCT009: The calibration 'smal.calibration.json' belongs to no model: there is no 'smal.onnx' beside it", app.Build().Succeeded().Output);
        string[] lines = app.Run().Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([Bits(File.ReadAllBytes(quantized)), Bits(File.ReadAllBytes(quantized))], lines);
        Assert.NotEqual(Bits(SmallNetwork.Model), lines[0]);

        // A calibration belongs to one state of a model.
        app.Write("Models/small.onnx", [.. SmallNetwork.Model, .. new byte[] { 0x12, 1, (byte)'x' }]);
        CommandResult build = app.Build("-clp:ErrorsOnly;NoSummary");
        Assert.NotEqual(0, build.ExitCode);
        Assert.Contains("Write it again with 'octavo calibrate'", build.Output);
    }

    private static string Bits(byte[] onnx)
    {
        using CompiledNetwork network = CompiledNetwork.Load(onnx);
        float[] x = [.. Enumerable.Range(0, SmallNetwork.InputLength).Select(i => ((i * 37 % 101) - 50) / 50f)];
        return string.Join(" ", ((float[])network.Run(x)[0]).Select(BitConverter.SingleToInt32Bits));
    }
}
