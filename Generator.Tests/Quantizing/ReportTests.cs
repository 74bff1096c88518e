using System;
using System.Diagnostics;
using System.IO;
using System.Linq;
using Octavo.Generator.Tests.Support;
using Octavo.Harness;
using Octavo.Tool.Commands;
using Xunit;

namespace Octavo.Generator.Tests.Quantizing;

/// <summary>The pages of quantize, verify and inspect: their sections, and what a browser makes of them.</summary>
public sealed class ReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("quantize", "Size Ranges Graph Layers Arena")]
    [InlineData("verify", "Size Outputs Error Graph Layers Arena")]
    [InlineData("inspect", "Size Graph Layers Arena")]
    public void A_page_has_its_sections_and_needs_nothing_else(string command, string sections)
    {
        string page = File.ReadAllText(Page(command));
        Assert.All(sections.Split(' '), section => Assert.Contains($"<h2>{section}", page, StringComparison.Ordinal));
        Assert.Contains("<svg", page, StringComparison.Ordinal);
        Assert.DoesNotContain("src=", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<link", page, StringComparison.Ordinal);
    }

    /// <summary>The pictures stay in artifacts/reports, to be looked at.</summary>
    [SkippableTheory]
    [InlineData("quantize")]
    [InlineData("verify")]
    public void A_browser_draws_it(string command)
    {
        string? browser = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator).Select(folder => Path.Combine(folder, "chromium")).FirstOrDefault(File.Exists);
        Skip.If(browser is null, "Chromium is not installed.");
        string picture = Repository.PathOf("artifacts", "reports", command + ".png");
        Directory.CreateDirectory(Path.GetDirectoryName(picture)!);
        File.Delete(picture);
        string[] arguments =
        [
            "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--window-size=1240,2400", $"--user-data-dir={_folder.PathOf("profile")}",
            $"--screenshot={picture}", new Uri(Page(command)).AbsoluteUri,
        ];
        using Process process = Process.Start(new ProcessStartInfo(browser!, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.ErrorDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        Assert.True(process.WaitForExit(TimeSpan.FromMinutes(2)), "The browser does not end.");

        // An empty page of this size packs to a few kilobytes.
        Assert.InRange(new FileInfo(picture).Length, 30_000, 10_000_000);
    }

    private string Page(string command)
    {
        string model = _folder.Write("small.onnx", SmallNetwork.Model), data = _folder.Write("data.bin", SmallNetwork.Data);
        string quantized = _folder.PathOf("small.int8.onnx"), page = _folder.PathOf("page.html");
        Assert.Equal(0, Root.Run(["quantize", model, "--data", data, "-o", quantized, "--html", page]));
        Assert.Equal(0, command switch
        {
            "verify" => Root.Run(["verify", model, quantized, "--data", data, "--json", "--html", page]),
            "inspect" => Root.Run(["inspect", quantized, "--json", "--html", page]),
            _ => 0,
        });
        return page;
    }
}
